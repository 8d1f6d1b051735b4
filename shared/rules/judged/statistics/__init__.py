"""Statistics of panels: what is asked after the marks are in. Corrects nothing unless a rule set's step says so."""

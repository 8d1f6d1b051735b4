"""`saishi judge`: a judged contest computed outside the suite, to check an old paper sheet."""

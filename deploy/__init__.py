"""Everything that runs the suite on a machine: the `saishi` command, the servers it brings along, container files."""

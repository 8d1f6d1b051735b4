"""`python -m deploy`: what `./saishi` hands over to once the virtual environment stands."""

from deploy.cli import main

main()

"""`python -m services.scoring serve`."""

from services.scoring.app import SERVICE
from shared.kit.process import main

main(SERVICE)()

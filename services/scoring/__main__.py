"""`python -m services.scoring serve`."""

from services.scoring.app import SERVICE
from shared.kit.service import main

main(SERVICE)()

"""`python -m services.notifications serve`."""

from services.notifications.app import SERVICE
from shared.kit.service import main

main(SERVICE)()

"""`python -m services.notifications serve`."""

from services.notifications.app import SERVICE
from shared.kit.process import main

main(SERVICE)()

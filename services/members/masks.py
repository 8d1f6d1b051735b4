"""How phones and ID numbers look to those who have not asked to see them."""


def mask_phone(phone: str) -> str:
    """138****1234."""
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:] if len(phone) >= 9 else "*" * len(phone)


def mask_id_number(number: str) -> str:
    """The first three and the last two: neither birthday nor check digit with its neighbours."""
    return number[:3] + "*" * (len(number) - 5) + number[-2:] if len(number) >= 8 else "*" * len(number)

"""The invented people whom the provider knows, in the shape of VNeID's claims."""

PEOPLE = {
    "dan": {
        "sub": "vneid-0001", "name": "Trần Thị Dân", "identity_number": "001188000123", "birthdate": "1988-05-17",
        "phone_number": "+84912000111", "assurance_level": "2",
    },
    "minh": {
        "sub": "vneid-0002", "name": "Lê Văn Minh", "identity_number": "001090000456", "birthdate": "02/09/1990",
        "assurance_level": 2,
    },
    "mot": {"sub": "vneid-0003", "name": "Phạm Thị Một", "identity_number": "001095000789", "assurance_level": "1"},
    "khong": {"sub": "vneid-0004", "name": "Không Số", "assurance_level": "2"},
}  # fmt: skip

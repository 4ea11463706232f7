"""The five kinds of matter and the letter each puts into its number (REG-04)."""

KINDS = [
    ("consultation", "Consultation"),
    ("complaint", "Complaint"),
    ("report", "Report"),
    ("suggestion", "Suggestion"),
    ("discipline", "Staff-discipline report"),
]
KIND_LETTER = {
    "consultation": "Z",
    "complaint": "T",
    "report": "J",
    "discipline": "W",
    "suggestion": "Y",
}
# Kinds whose reporter nobody finds or sees without the role (design D7)
SECRET_KINDS = ("report", "discipline")

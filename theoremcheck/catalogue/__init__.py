"""Which files hold claims (`files`, which needs no torch), and the claims that they declare (`loading`)."""

WHY_NOT = "=HYPERLINK(\"http://example.org\") <script>alert(1)</script> \x1b[2J \u202e | # `x` " * 3

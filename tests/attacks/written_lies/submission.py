class Text(str):
    def __len__(self):
        return 10 ** 9

    def split(self, *a):
        raise SystemExit

WHY_NOT = Text("x")
WHY_ZERO = ["not", "a", "text"]

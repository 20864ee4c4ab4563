import os
print("ENV", dict(os.environ))

import sys

from grader.sealed.serving import main

main(sys.argv[1:])

from grader.sealed.serving import main

main()

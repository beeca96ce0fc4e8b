module std

go 1.26

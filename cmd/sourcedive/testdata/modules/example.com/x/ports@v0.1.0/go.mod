module example.com/x/ports

go 1.21

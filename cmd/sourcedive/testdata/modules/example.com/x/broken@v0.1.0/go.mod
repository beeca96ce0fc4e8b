module example.com/x/broken

go 1.21

// Command sched runs the model of the scheduler.
package main

import (
	"sourcedive/content/models/model"
	"sourcedive/content/models/sched/sched"
)

func main() { model.Main(sched.Model()) }

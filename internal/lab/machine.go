package lab

// Machine is what the figures depend on. What this system does not say is "" or 0.
type Machine struct {
	CPU       string   `json:"cpu"`
	CPUs      int      `json:"cpus"`
	MemoryMB  int64    `json:"memoryMB"`
	Caches    []string `json:"caches"` // of the first processor: "L1 Data 32K"
	Kernel    string   `json:"kernel"`
	Virtual   bool     `json:"virtual"`
	Container bool     `json:"container"`
	Quota     float64  `json:"quota"` // processors that the control group allows, 0 for no limit
	THP       string   `json:"thp"`   // transparent huge pages: always, madvise, never
	PageSize  int      `json:"pageSize"`
	ClockTick float64  `json:"clockTick"` // ns: the smallest step of the clock
	ClockCost float64  `json:"clockCost"` // ns: of one reading of it
	NotRead   []string `json:"notRead,omitempty"`
}

package indexer

import (
	"regexp"
	"strings"

	"sourcedive/indexer/index"
)

// constructForms give, by the name of a runtime function, what in the source makes the
// compiler call it. The first that fits counts. Names that moved between versions
// are side by side.
var constructForms = []struct {
	what index.Construct
	form *regexp.Regexp
}{
	{index.Prologue, form(`morestack\w*|abort`)},
	{index.GoStatement, form(`newproc`)},
	{index.DeferStatement, form(`defer(proc|procStack|procat|return|convert|rangefunc)`)},
	{index.PanicCall, form(`gopanic|gorecover|panicrangestate|panicwrap|panicnildottype`)},
	{index.Check, form(`panic(Index|Slice|Bounds|bounds|divide|shift|overflow|mem|unsafe|makeslice|SliceConvert)\w*|goPanic\w+|panic(extend)?(Index|Slice)\w*|panicslice\w*|panicindex|panicmakeslice\w*`)},
	{index.WriteBarrier, form(`gcWriteBarrier\w*|wb(Zero|Move)|writebarrier\w*|typedmem(move|clr)\w*|typedslice\w*|bulkBarrier\w+`)},
	{index.Make, form(`make(slice|slicecopy|slice64|chan|chan64|map|map64|map_small)|newobject|mallocgc\w*|newarray`)},
	{index.Append, form(`growslice\w*|moveSlice\w*`)},
	{index.MapAccess, form(`map(access|assign|delete|iter|clear|Iter|init|iternext)\w*|rand|rand32|fastrand`)},
	{index.Channel, form(`chan(send|recv|len|cap)\w*|closechan|select\w+|block`)},
	{index.Conversion, form(`conv\w+|assert[EI]\w+|typeAssert|typeSwitch|interfaceSwitch|panicdottype\w*|ifaceE2I\d*|getitab`)},
	{index.Print, form(`print(lock|unlock|bool|float\w*|complex\w*|int|uint|uintptr|hex|pointer|slice|eface|iface|nl|sp|string|quoted)`)},
	{index.String, form(`concat\w+|intstring|slicebyteto\w+|stringto\w+|slicerune\w+|countrunes|decoderune|rawstring\w*|cmpstring`)},
	{index.Comparison, form(`mem(equal|equal\d+|equal_varlen)|strequal|[ei]faceeq|(nil)?interequal|[fc]\d+equal|memequal\w*`)},
	{index.CopyClear, form(`memmove|memclr\w+|duff(zero|copy)|slicecopy|clearAny\w*`)},
	{index.Hash, form(`(mem|str|inter|nilinter|f\d+|c\d+|type)hash\w*`)},
	{index.Arithmetic, form(`u?int64(div|mod|to\w+)|float64to\w+|float32to\w+|complex128div|udiv|div\w*|mod\w*`)},
	{index.Sanitizer, form(`(race|msan|asan)\w+|checkptr\w+|libfuzzer\w+|retpoline\w+`)},
}

func form(names string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + names + `)$`) }

// constructOf is what makes the compiler call a function, by the linker's name; 0
// for functions that it does not call of itself.
func constructOf(name string) index.Construct {
	if strings.HasSuffix(name, "/math.MulUintptr") { // unsafe.Slice
		return index.Check
	}
	local, ok := strings.CutPrefix(name, "runtime.")
	if !ok {
		return 0
	}
	for _, c := range constructForms {
		if c.form.MatchString(local) {
			return c.what
		}
	}
	return 0
}

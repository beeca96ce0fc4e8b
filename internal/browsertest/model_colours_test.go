package browsertest

import (
	"testing"

	"sourcedive/internal/browsertest/chromium"
)

// lightness is a CSS colour's relative luminance, from 0 to 1.
const lightnessJS = `(colour => {
	const c = document.createElement("canvas").getContext("2d");
	c.fillStyle = colour;
	c.fillRect(0, 0, 1, 1);
	const [r, g, b] = [...c.getImageData(0, 0, 1, 1).data].map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
	return .2126 * r + .7152 * g + .0722 * b;
})`

// TestCollectorColours wants the collector's three colours to be what they are called,
// in both themes: white the lightest and black the darkest, on a ground between them,
// and the lower half of what is grey black.
func TestCollectorColours(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	for _, scheme := range []string{"light", "dark"} {
		p.do(chromium.Look(1280, 800, scheme))
		p.visitPage("model/gc.html")
		p.wait(playerReady)
		eval[any](p, `document.querySelector(".js-reset").click()`)
		all := `["white", "grey", "black"].every(c => document.querySelector(".stage .wide-only .B." + c + " > text"))`
		for range 40 {
			if eval[bool](p, "!!("+all+")") {
				break
			}
			eval[any](p, `document.querySelector(".js-next").click()`)
		}
		got := eval[struct{ White, Black, Half, Over, Ground, WhiteText, BlackText float64 }](p, `(() => {
			const light = `+lightnessJS+`, style = s => getComputedStyle(document.querySelector(s));
			return {
				White: light(style(".stage .wide-only .B.white > path").fill), Black: light(style(".stage .wide-only .B.black > path").fill),
				Half: light(style(".stage .wide-only .B.grey > .mark").fill), Over: light(style(".stage .wide-only .B.grey > path").fill),
				Ground: light(style(".stage .wide-only .heap > path").fill),
				WhiteText: light(style(".stage .wide-only .B.white > text").fill), BlackText: light(style(".stage .wide-only .B.black > text").fill),
			};
		})()`)
		if !(got.White > .9 && got.Black < .05 && got.Half == got.Black && got.Over == got.White) {
			t.Errorf("%s: the colours of the collector are %+v", scheme, got)
		}
		// The outlines carry the shapes; the ground only has to be apart from both.
		if against(got.White, got.Ground) < 1.4 || against(got.Ground, got.Black) < 1.8 {
			t.Errorf("%s: the ground is not between white and black: %+v", scheme, got)
		}
		if against(got.White, got.WhiteText) < 4.5 || against(got.BlackText, got.Black) < 4.5 {
			t.Errorf("%s: the names cannot be read: %+v", scheme, got)
		}
		if below := eval[bool](p, `(() => {
			const half = document.querySelector(".stage .wide-only .B.grey > .mark").getBoundingClientRect(), whole = document.querySelector(".stage .wide-only .B.grey > path").getBoundingClientRect();
			return half.top >= whole.top + whole.height * .45 && half.bottom <= whole.bottom;
		})()`); !below {
			t.Errorf("%s: what is grey is not black below", scheme)
		}
	}
}

// against is the contrast of a lighter and a darker lightness.
func against(lighter, darker float64) float64 { return (lighter + .05) / (darker + .05) }

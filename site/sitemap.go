package site

import "encoding/xml"

// mostAddresses is how many addresses a sitemap may have, by the protocol of sitemaps.
const mostAddresses = 50_000

// large reports whether the site has more pages than one sitemap can list: then each version
// has one, and that of the site lists those.
func (s *Site) large() bool {
	n := 0
	for _, p := range s.all {
		n += len(p.Pages)
	}
	return n > mostAddresses
}

// address is an address in a sitemap.
type address struct {
	Loc string `xml:"loc"`
}

// sitemap lists the pages that are there to be read, or the sitemaps of the versions.
func (s *Site) sitemap() []byte {
	if !s.large() {
		return s.sitemapOf("")
	}
	list := struct {
		XMLName  xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Sitemaps []address `xml:"sitemap"`
	}{}
	for _, p := range s.all {
		list.Sitemaps = append(list.Sitemaps, address{s.base + p.Dir + "/" + sitemap})
	}
	return marshal(list)
}

// sitemapOf lists the pages of one version, or of all for "".
func (s *Site) sitemapOf(dir string) []byte {
	set := struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []address `xml:"url"`
	}{}
	for _, p := range s.all {
		if dir != "" && p.Dir != dir {
			continue
		}
		for _, page := range p.Pages {
			set.URLs = append(set.URLs, address{s.base + p.Dir + "/" + page})
		}
	}
	return marshal(set)
}

func marshal(list any) []byte {
	text, err := xml.MarshalIndent(list, "", "\t")
	if err != nil { // of strings alone: it cannot be
		return nil
	}
	return append([]byte(xml.Header), append(text, '\n')...)
}

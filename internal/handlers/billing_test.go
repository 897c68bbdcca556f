package handlers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// whenBilled moves a bubble to a day with bills behind it: its time begins
// before there were any.
func whenBilled() { time.Sleep(20*366*24*time.Hour + 10*24*time.Hour) }

var amountIn = regexp.MustCompile(`-?¥[\d,]+\.\d\d`)

// centsOf reads the first amount of a text in cents; below zero for none.
func centsOf(text string) int64 {
	found := amountIn.FindString(text)
	n, err := strconv.ParseInt(strings.NewReplacer("¥", "", ",", "", ".", "").Replace(found), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// tally is the sum that a page shows under a label.
func tally(p *apptest.Page, label string) string {
	return strings.TrimSpace(p.Find(".tally").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.TrimSpace(s.Find("span").First().Text()) == label
	}).Find("b").Text())
}

// table reads an export as one map for each line.
func table(t *testing.T, p *apptest.Page) []map[string]string {
	t.Helper()
	if !strings.HasPrefix(p.Body, "\ufeff") {
		t.Error("the file does not begin with the mark that spreadsheets look for")
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.Body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		out = append(out, row)
	}
	return out
}

// sumCents adds up a column of bare amounts.
func sumCents(t *testing.T, rows []map[string]string, column string) (sum int64) {
	t.Helper()
	for _, row := range rows {
		whole, fraction, found := strings.Cut(row[column], ".")
		if !found || len(fraction) > 2 {
			whole, fraction = row[column], "00"
		}
		n, err := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
		if err != nil {
			t.Fatalf("%s is %q, which no spreadsheet adds up", column, row[column])
		}
		sum += n
	}
	return sum
}

func TestBillsAddUpToTheCent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		c := apptest.Start(t)
		b := c.SignedIn()
		now := time.Now().In(time.FixedZone("UTC+8", 8*60*60))
		money := b.Get("/overview/money", asPart...).Want(http.StatusOK)
		for back := range 4 {
			month := time.Date(now.Year(), now.Month()-time.Month(back), 1, 0, 0, 0, 0, time.UTC)
			period := "?from=" + month.Format("2006-01") + "&to=" + month.Format("2006-01")
			lines := b.Get("/billing/details" + period).Want(http.StatusOK)
			file := table(t, b.Get("/billing/details.csv"+period).Want(http.StatusOK))
			resources := b.Get("/billing/bills" + period).Want(http.StatusOK)
			perResource := table(t, b.Get("/billing/bills.csv"+period).Want(http.StatusOK))
			want := centsOf(tally(lines, "Cost"))
			if want <= 0 {
				t.Fatalf("%s: no cost:\n%s", period, lines.Find("main").Text())
			}
			for name, got := range map[string]int64{
				"the lines of the file": sumCents(t, file, "Cost"), "the cost of the resources": centsOf(tally(resources, "Cost")),
				"the resources of the file": sumCents(t, perResource, "Cost"),
				"both accounts":             centsOf(tally(lines, "Paid by the main account")) + centsOf(tally(lines, "Paid by sub-accounts")) + centsOf(tally(lines, "Not yet deducted")),
			} {
				if got != want {
					t.Errorf("%s: %s come to %d, the lines to %d", period, name, got, want)
				}
			}
			bar := money.Find("svg.chart title").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.HasPrefix(s.Text(), month.Format("Jan")) }).Text()
			if got := centsOf(tally(lines, "Paid by the main account")); got != centsOf(bar) {
				t.Errorf("%s: the account paid %d by its lines, and %q by its months", period, got, bar)
			}
			if strings.Contains(lines.Find(".tallies").Text(), "not over") != (back == 0) {
				t.Errorf("%s: billed and not yet billed are not told apart: %s", period, lines.Find(".tallies").Text())
			}
			if file[0]["Currency"] != "CNY" || file[0]["ID"] == "" || strings.Contains(file[0]["ID"], month.Format("2006-01")) {
				t.Errorf("%s: the file has no currency, or an id of ours: %v", period, file[0])
			}
		}
	})
}

func TestSeveralMonthsAreSeveralCallsOfWhichOneMayFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		c := apptest.Start(t)
		b := c.SignedIn()
		busy := sim.Fault{Operation: "billing.DescribeBillDetail", Skip: 2, Times: 1, Refuse: &sim.Refusal{HTTP: 400, Code: "Busy", Message: "later"}}
		if err := c.Sim.Inject(busy); err != nil {
			t.Fatal(err)
		}
		part := b.Get("/billing/details?from=2019-09&to=2020-01").Want(http.StatusOK)
		line := part.Find("main .flash").Text()
		if part.Find("main .flash").Length() != 1 || !regexp.MustCompile(`(Sep|Oct|Nov|Dec) 2019|Jan 2020`).MatchString(line) || part.Find(`main .flash a[href^="/billing/details?from=2019-09"]`).Length() != 1 {
			t.Errorf("one line should name the month that failed, and offer to try again: %q", line)
		}
		if got := calls(c, "billing.DescribeBillDetail"); got != 5 {
			t.Errorf("%d calls for five months", got)
		}
		whole := b.Get("/billing/details?from=2019-09&to=2020-01&fresh=1").Want(http.StatusOK)
		if got, all := centsOf(tally(part, "Cost")), centsOf(tally(whole, "Cost")); got <= 0 || got >= all || whole.Find("main .flash").Length() != 0 {
			t.Errorf("four of five months come to %d of %d", got, all)
		}
		busy.Skip = 0
		if err := c.Sim.Inject(busy); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute) // or the file is made of what was just read
		if file := b.Get("/billing/details.csv?from=2019-09&to=2020-01"); file.Status == http.StatusOK {
			t.Error("a file without one of its months looks like the whole")
		}
	})
}

func TestMonthsThatCannotBeAskedForGiveWayAndAreNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		b := apptest.Start(t).SignedIn()
		for query, want := range map[string][3]string{
			"":                        {"2020-01", "2020-01", ""},
			"from=2019-12":            {"2019-12", "2019-12", ""},
			"from=2019-12&to=2019-10": {"2019-10", "2019-12", ""},
			"from=2030-01":            {"2020-01", "2020-01", "Jan 2030 has not begun"},
			"from=2018-05&to=2019-02": {"2019-01", "2019-02", "no bills before Jan 2019"},
			"from=2019-01&to=2020-01": {"2019-02", "2020-01", "At most 12 months"},
			"from=now&to=2019-10":     {"2019-10", "2019-10", "“now” is no month"},
			"from=2019-13":            {"2020-01", "2020-01", "“2019-13” is no month"},
			"from=2019-10&to=2019-10&q=nothing-like-it": {"2019-10", "2019-10", "Nothing matches"},
		} {
			for _, path := range []string{"/billing/details", "/billing/bills"} {
				p := b.Get(path + "?" + query).Want(http.StatusOK)
				got := [2]string{p.Find(`.asks select[name="from"] option[selected]`).AttrOr("value", ""), p.Find(`.asks select[name="to"] option[selected]`).AttrOr("value", "")}
				if got != [2]string{want[0], want[1]} || !strings.Contains(p.Find("main").Text(), want[2]) || want[2] == "" && p.Find("main .flash").Length() != 0 {
					t.Errorf("%s?%s: got %v and %q, want %v", path, query, got, p.Find("main .flash").Text(), want)
				}
			}
		}
	})
}

func TestTheMonthsStayWhateverElseTheListIsAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		b := apptest.Start(t).SignedIn()
		p := b.Get("/billing/bills?from=2019-10&to=2019-11&product=vm&sort=-cost").Want(http.StatusOK)
		for _, links := range []string{".grid-table th a", "#quick a", ".pager a", `a[href*=".csv"]`, "#listing .chip a"} {
			if p.Find(links).Length() == 0 {
				t.Errorf("no %s", links)
			}
			p.Find(links).Each(func(_ int, s *goquery.Selection) {
				if href := s.AttrOr("href", ""); !strings.Contains(href, "from=2019-10") || !strings.Contains(href, "to=2019-11") {
					t.Errorf("%s leads to other months: %s", links, href)
				}
			})
		}
		for _, form := range []string{"#filters", "#preferences form"} {
			if p.Find(form+` input[name="from"][value="2019-10"]`).Length() != 1 {
				t.Errorf("the form %s forgets the months", form)
			}
		}
		if p.Find(`.asks input[name="product"][value="vm"]`).Length() != 1 || p.Find(`.asks input[name="sort"][value="-cost"]`).Length() != 1 {
			t.Error("choosing months forgets what the list was narrowed to")
		}
		if shown := centsOf(tally(p, "Of these rows")); shown <= 0 || shown >= centsOf(tally(p, "Cost")) {
			t.Errorf("the rows come to %q of %q", tally(p, "Of these rows"), tally(p, "Cost"))
		}
	})
}

func TestABillLeadsToItsStretchesAndToTheResource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		c := apptest.Start(t)
		b := c.SignedIn()
		list := b.Get("/billing/bills?from=2019-11&to=2020-01&product=vm&sort=-cost").Want(http.StatusOK)
		row := list.Find("#list tbody tr").First()
		page := row.Find(`a[href^="/billing/bills/"]`).AttrOr("href", "")
		server := row.Find(`a[href^="/instances/"]`).AttrOr("href", "")
		bill := b.Get(page).Want(http.StatusOK)
		if !strings.Contains(page, "from=2019-11") || server == "" || bill.Find(`main a[href="`+server+`"]`).Length() == 0 {
			t.Fatalf("the bill %s of %s does not lead to it", page, server)
		}
		b.Get(server).Want(http.StatusOK)
		var sum int64
		bill.Find("#detail table tbody tr").Each(func(_ int, s *goquery.Selection) { sum += centsOf(s.Find("td").Last().Text()) })
		if want := centsOf(row.Find(`td[data-label="Cost"]`).Text()); sum != want || want <= 0 {
			t.Errorf("its stretches come to %d, its bill to %d", sum, want)
		}
		api := b.Get(bill.Find(`nav[aria-label="Tabs"] a[href*="tab=api"]`).AttrOr("href", "")).Want(http.StatusOK)
		if !strings.Contains(api.Find("main").Text(), "2019.11.01") {
			t.Error("the tab about the calls is about other months")
		}
		if bill.Find(`nav[aria-label="Tabs"] a[href*="tab=tasks"]`).Length() != 0 {
			t.Error("a bill has tasks")
		}
		b.Get("/billing/bills/nothing-we-know?from=2019-11&to=2020-01").Want(http.StatusNotFound)
	})
}

func TestABillIsComparedWithTheSameTimeBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		c := apptest.Start(t)
		b := c.SignedIn()
		got := b.Get("/billing/bills?from=2019-11&to=2019-11").Want(http.StatusOK)
		before := b.Get("/billing/bills?from=2019-10&to=2019-10").Want(http.StatusOK)
		if want := tally(before, "Cost"); tally(got, "The same time before") != want || !strings.Contains(got.Find(".tallies").Text(), "2019-10-01 – 2019-10-31") {
			t.Errorf("October: got %q, want %q", got.Find(".tallies").Text(), want)
		}
		day := time.Now().In(time.FixedZone("UTC+8", 8*60*60)).Day()
		if text, want := b.Get("/billing/bills").Find(".tallies").Text(), fmt.Sprintf("2019-12-01 – 2019-12-%02d", day); !strings.Contains(text, want) {
			t.Errorf("a month that goes on is not compared with the days until %s: %s", want, text)
		}
		if err := c.Sim.Inject(sim.Fault{Operation: "billing.DescribeBill", Status: 502, Body: "<html>"}); err != nil {
			t.Fatal(err)
		}
		p := b.Get("/billing/bills?from=2019-03&to=2019-03")
		if p.Status == http.StatusOK || p.Find(".asks").Length() != 1 || p.Find("main .trouble").Length() != 1 {
			t.Errorf("got %d; want the reason, and other months to choose", p.Status)
		}
	})
}

func TestAnAccountWithoutBillsIsToldSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		b := apptest.Start(t, apptest.WithSim(sim.New(sim.Options{Seed: "empty"}))).SignedIn()
		for path, want := range map[string]string{"/billing/details": "have no lines", "/billing/bills": "No resource cost anything"} {
			p := b.Get(path).Want(http.StatusOK)
			if !strings.Contains(p.Find("#list").Text(), want) || p.Find(".asks").Length() != 1 || p.Find(".tallies").Length() != 0 {
				t.Errorf("%s: want it said that there is nothing, and other months to choose:\n%s", path, p.Find("#list").Text())
			}
		}
	})
}

func TestBillsAreNoResources(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		c := apptest.Start(t)
		b := c.SignedIn()
		found := hrefsOf(b.Get("/palette?q=web", asPart...).Want(http.StatusOK))
		tiles := hrefsOf(b.Get("/overview/resources", asPart...).Want(http.StatusOK))
		for _, href := range slices.Concat(found, tiles) {
			if strings.HasPrefix(href, "/billing/bills") || strings.HasPrefix(href, "/billing/details") {
				t.Errorf("%s is found among the resources", href)
			}
		}
		if n := calls(c, "billing.DescribeBill") + calls(c, "billing.DescribeBillDetail"); n != 0 {
			t.Errorf("%d calls for bills that nobody asked for", n)
		}
	})
}

func hrefsOf(p *apptest.Page) []string {
	return p.Find("a[href]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
}

func TestTheCostsByProductAndProjectAreThoseOfTheBills(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		c := apptest.Start(t)
		b := c.SignedIn()
		months := "?from=2019-11&to=2020-01"
		want := centsOf(tally(b.Get("/billing/details"+months).Want(http.StatusOK), "Cost"))
		for _, by := range []string{"", "&by=project"} {
			p := b.Get("/billing" + months + by).Want(http.StatusOK)
			if got := centsOf(p.Find("#costs tfoot td").First().Text()); got != want || want <= 0 {
				t.Errorf("%s: the costs come to %d, the bills to %d", by, got, want)
			}
			var rows, bars int64
			p.Find("#costs table tbody tr").Each(func(_ int, s *goquery.Selection) {
				if s.Closest("table").Find("tfoot").Length() == 1 {
					rows += centsOf(s.Find("td").Eq(1).Text())
				}
			})
			p.Find(".month-bars li b").Each(func(_ int, s *goquery.Selection) { bars += centsOf(s.Text()) })
			if rows != want || bars != want || p.Find(".month-bars li").Length() != 3 {
				t.Errorf("%s: the rows come to %d and the months to %d, want %d", by, rows, bars, want)
			}
			file := table(t, b.Get("/billing.csv"+months+by).Want(http.StatusOK))
			if last := file[len(file)-1:]; sumCents(t, last, "Total") != want || sumCents(t, file[:len(file)-1], "Total") != want || last[0]["Currency"] != "CNY" {
				t.Errorf("%s: the file ends with %v, want %d", by, last, want)
			}
		}
		for id, n := range map[string]int{"billing.DescribeCostSummaryByPro": 1, "billing.DescribeCostSummaryByProject": 1} {
			if calls(c, id) < n {
				t.Errorf("%s was not asked", id)
			}
		}
	})
}

func TestTheBalanceStandsWhereTheCostsDoNotAnswerAndTheOtherWayRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		for operation, want := range map[string]string{"billing.DescribeCostSummaryByProject": "Balance", "billing.DescribeAccountInfo": "Costs by product"} {
			c := apptest.Start(t)
			b := c.SignedIn()
			if err := c.Sim.Inject(sim.Fault{Operation: operation, Refuse: &sim.Refusal{HTTP: 400, Code: "Busy", Message: "later"}}); err != nil {
				t.Fatal(err)
			}
			p := b.Get("/billing").Want(http.StatusOK)
			if !strings.Contains(p.Find("#costs").Text(), want) || p.Find("#costs .flash a").Length() == 0 {
				t.Errorf("%s does not answer: want %q, and the way to try again:\n%s", operation, want, p.Find("#costs").Text())
			}
		}
		c := apptest.Start(t)
		b := c.SignedIn()
		if err := c.Sim.Inject(sim.Fault{Operation: "billing.*", Status: 502, Body: "<html>"}); err != nil {
			t.Fatal(err)
		}
		if p := b.Get("/billing"); p.Status == http.StatusOK || p.Find(".asks").Length() != 1 || p.Find("main .trouble").Length() != 1 {
			t.Errorf("nothing answers: got %d", p.Status)
		}
	})
}

func TestAResourceSaysWhatItCostByMonth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		c := apptest.Start(t)
		b := c.SignedIn()
		for product, list := range map[string]string{"vm": "/instances", "ecs": "/ecs", "ebs": "/disks", "bms": "/bare-metal", "bms_disk": "/bare-metal-disks"} {
			bills := b.Get("/billing/bills?from=2019-11&to=2020-01&status=exists&sort=-cost&product=" + product).Want(http.StatusOK)
			at := bills.Find(`#list tbody a[href^="`+list+`/"]`).First().AttrOr("href", "")
			if at == "" {
				t.Fatalf("no bill leads to %s", list)
			}
			before := calls(c, "billing.DescribeBillInfo")
			if b.Get(at + "?tab=cost").Want(http.StatusOK); calls(c, "billing.DescribeBillInfo") != before {
				t.Errorf("%s: the page waits for its bills", at)
			}
			p := b.Get(at + "?tab=cost&later=1").Want(http.StatusOK)
			var sum int64
			rows := p.Find("#detail table tbody tr")
			rows.Slice(0, rows.Length()-1).Each(func(_ int, s *goquery.Selection) { sum += centsOf(s.Find("td").Last().Text()) })
			if total := centsOf(rows.Last().Find("td").Last().Text()); rows.Length() != 7 || total != sum {
				t.Errorf("%s: %d rows come to %d, and it says %d", at, rows.Length(), sum, total)
			}
			if sum == 0 {
				t.Errorf("%s cost nothing in six months", at)
			}
		}
	})
}

func TestTestCreditsAndPoolsAreListed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whenBilled()
		c := apptest.Start(t)
		b := c.SignedIn()
		credits := b.Get("/billing/subjects").Want(http.StatusOK)
		var left int64
		credits.Find("#list tbody tr").Each(func(_ int, s *goquery.Selection) { left += centsOf(s.Find(`td[data-label="Left"]`).Text()) })
		if got := centsOf(tally(credits, "Left to use")); got != left || left <= 0 {
			t.Errorf("the credits come to %d, and it says %d", left, got)
		}
		b.Get(credits.Find("#list tbody tr[data-href]").First().AttrOr("data-href", "")).Want(http.StatusOK)
		now, then := b.Get("/billing/metering").Want(http.StatusOK), b.Get("/billing/metering?day=2019-12-31").Want(http.StatusOK)
		if now.Find("#list tbody tr").Length() == 0 || now.Find("#list tbody").Text() == then.Find("#list tbody").Text() {
			t.Error("the pools hold the same on every day")
		}
		if p := b.Get("/billing/metering?day=2031-01-01").Want(http.StatusOK); !strings.Contains(p.Find("main").Text(), "2031-01-01 is yet to come") {
			t.Error("it is not said that the day is yet to come")
		}
		b.Get("/billing/metering/2001?day=2019-12-31").Want(http.StatusOK)
		b.Get("/billing/metering/none").Want(http.StatusNotFound)
	})
}

package handlers

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/i18n"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// draft is the create-server form of one request: what was filled in and what
// can be chosen.
type draft struct {
	order   catalog.ServerOrder
	choices *catalog.ServerChoices
}

// readDraft reads the form and the choices.
func (s *Server) readDraft(c echo.Context) (draft, error) {
	form, err := s.filledIn(c, serverOrders)
	if err != nil {
		return draft{}, err
	}
	d := draft{order: catalog.ReadServerOrder(form)}
	d.choices, err = catalog.ChoicesFor(c.Request().Context(), visitOf(c).caller, &d.order)
	return d, err
}

// serverForm shows the form, priced when enough is chosen.
func (s *Server) serverForm(c echo.Context) error {
	d, err := s.readDraft(c)
	if err != nil {
		return err
	}
	return s.showServerForm(c, http.StatusOK, s.serverProps(c, d, nil))
}

// serverFields is the form again with its choices read anew.
func (s *Server) serverFields(c echo.Context) error {
	d, err := s.readDraft(c)
	if err != nil {
		return err
	}
	p := s.serverProps(c, d, nil)
	p.Key = c.FormValue(route.ParamKey)
	return s.fragment(c, http.StatusOK, pages.CreateForm(p))
}

// quoteServer is the price of what is chosen now.
func (s *Server) quoteServer(c echo.Context) error {
	d, err := s.readDraft(c)
	if err != nil {
		return s.fragment(c, http.StatusOK, pages.CreatePrice(route.ServerNew, ui.Price{State: ui.QuoteFailed, Reason: describe(err), Submit: submitWords(d.order.Amount, ui.Price{})}))
	}
	price := s.quote(c, d)
	price.Submit = submitWords(d.order.Amount, price)
	return s.fragment(c, http.StatusOK, pages.CreatePrice(route.ServerNew, price))
}

// createServer checks the form, tries the order without effect when asked to,
// and otherwise creates exactly once.
func (s *Server) createServer(c echo.Context) error {
	v, key := visitOf(c), c.FormValue(route.ParamKey)
	again := ledger.Request{Key: key, Kind: "instances", Op: "create"}
	if key != "" {
		if job, err := s.Ledger.Again(c.Request().Context(), who(v, c), again); err == nil {
			return s.created(c, job)
		}
	}
	d, err := s.readDraft(c)
	if err != nil {
		return err
	}
	if c.FormValue(route.ParamRedraw) != "" {
		return s.showServerForm(c, http.StatusOK, s.serverProps(c, d, nil))
	}
	if mistakes := s.orderMistakes(c, d); len(mistakes) > 0 {
		return s.showServerForm(c, http.StatusUnprocessableEntity, s.serverProps(c, d, mistakes))
	}
	if c.FormValue("check") != "" {
		return s.checkServer(c, d)
	}
	if key == "" {
		again.Key = uuid.NewString()
	}
	again.Title, again.Effect, again.Danger = d.order.Name, resource.Spend, resource.Confirm
	again.Steps, again.Price = []resource.Step{d.order.Step(d.choices)}, priceNoted(s.quote(c, d))
	job, err := s.submit(c, again)
	if err != nil {
		return err
	}
	if refused, ok := onlyRefusal(job); ok {
		p := s.serverProps(c, d, catalog.ServerMistake(refused.Code, refusedHere(refused.Code, refused.Message)))
		return s.showServerForm(c, http.StatusUnprocessableEntity, p)
	}
	s.forgetDraft(c, serverOrders)
	return s.created(c, job)
}

// orderMistakes are what can be seen before asking, and a price that could not
// be had without a word that one goes on.
func (s *Server) orderMistakes(c echo.Context, d draft) resource.FieldErrors {
	m := d.order.Check(d.choices)
	if len(m) == 0 && c.FormValue("unquoted") == "" && s.quote(c, d).State == ui.QuoteFailed {
		m[""] = resource.T("form.unquoted")
	}
	return m
}

// created goes to the task, where the new servers appear.
func (s *Server) created(c echo.Context, job ledger.Job) error {
	return redirect(c, route.Task(job.Acts[0].ID))
}

// checkServer asks the provider what it would say.
func (s *Server) checkServer(c echo.Context, d draft) error {
	p := s.serverProps(c, d, nil)
	p.Key = c.FormValue(route.ParamKey)
	err := d.order.DryRun(c.Request().Context(), visitOf(c).caller, d.choices)
	if err != nil {
		problem := problemOf(err, c)
		problem.Retry = ""
		p.Problem = &problem
		return s.showServerForm(c, http.StatusUnprocessableEntity, p)
	}
	p.Checked = resource.T("create.checked")
	return s.showServerForm(c, http.StatusOK, p)
}

func (s *Server) showServerForm(c echo.Context, status int, p pages.CreateProps) error {
	title := resource.T("create.title")
	h := head{title: title, failed: status == http.StatusUnprocessableEntity, crumbs: []ui.Crumb{
		{Text: group("compute")}, {Text: resource.T("kind.instances.many"), Href: "/instances"}, {Text: title}}}
	return s.page(c, status, h, s.withDraft(c, serverOrders, pages.Create(p)))
}

func (s *Server) serverProps(c echo.Context, d draft, m resource.FieldErrors) pages.CreateProps {
	f := d.order.Fields(d.choices, m)
	disks := diskRows(d.order.Disks, m)
	disks.Types, disks.Min = d.choices.DiskChoices(), "0"
	p := pages.CreateProps{
		At: route.ServerNew, Title: resource.T("create.title"), About: resource.T("create.about"), Key: visitOf(c).withMark(uuid.NewString()), Whole: m[""], Checks: true,
		Sections: []pages.CreateSection{
			{Title: resource.T("create.place"), Fields: f.Place, Decides: true},
			{Title: resource.T("create.type"), Types: serverTypes(d, m["type"])},
			{Title: resource.T("create.image"), Fields: f.Image, Decides: true},
			{Title: resource.T("create.storage"), Fields: f.System, Disks: &disks},
			{Title: resource.T("create.network"), Fields: f.Network, Rare: f.Cards, Decides: true},
			{Title: resource.T("create.login"), Fields: f.Login},
			{Title: resource.T("create.naming"), Fields: f.Naming, Rare: f.Rare},
			{Title: resource.T("create.billing"), Fields: f.Billing, Decides: true},
		},
		Price: s.quote(c, d),
	}
	p.Submit = submitWords(d.order.Amount, p.Price)
	return p
}

func serverTypes(d draft, mistake resource.Text) *pages.TypePicker {
	t := &pages.TypePicker{Family: d.order.Family, Chosen: d.order.Type, Error: mistake}
	for _, name := range d.choices.Families {
		t.Families = append(t.Families, resource.Choice{Value: name, Label: catalog.FamilyName(name)})
	}
	for _, size := range d.choices.Sizes {
		t.Types = append(t.Types, pages.InstanceType{Value: catalog.SizeValue(size), Name: size.Name, CPU: int(size.CPU), Memory: int(size.RAM), Note: resource.T("create.on_sale")})
	}
	return t
}

// diskRows are the data disks of an order with their mistakes.
func diskRows(disks []catalog.DiskOrder, m resource.FieldErrors) pages.DiskRows {
	out := pages.DiskRows{Max: catalog.MaxDataDisks}
	for i, disk := range disks {
		out.Rows = append(out.Rows, pages.DiskRow{Type: disk.Type, Size: disk.Size, Error: m["disk-"+strconv.Itoa(i)]})
	}
	return out
}

// submitWords name the act and the price on the button.
func submitWords(amount string, price ui.Price) resource.Text {
	n, err := strconv.Atoi(amount)
	if err != nil || n < 1 {
		n = 1
	}
	switch {
	case price.State == ui.QuoteFailed && price.Reason.Key != "price.incomplete":
		return resource.T("create.submit_unquoted", n)
	case price.State != ui.Quoted:
		return resource.T("create.submit", n)
	}
	return resource.T("create.submit_priced", n, i18n.Money(price.Total, price.Currency), price.Per)
}

func (s *Server) quote(c echo.Context, d draft) ui.Price {
	p := s.quoted(c, d)
	p.Chosen = d.order.Chosen(d.choices)
	return p
}

func (s *Server) quoted(c echo.Context, d draft) ui.Price {
	if !d.order.Priced(d.choices) {
		return ui.Price{State: ui.QuoteFailed, Form: "create", Reason: resource.T("price.incomplete")}
	}
	q, err := d.order.Price(c.Request().Context(), visitOf(c).caller, d.choices)
	if err != nil {
		return ui.Price{State: ui.QuoteFailed, Form: "create", GoOn: c.FormValue("unquoted") != "", Reason: describe(err)}
	}
	return ui.Price{State: ui.Quoted, Total: q.Amount, Currency: q.Currency, Per: q.Per, Without: resource.T("price.without"), At: s.Now()}
}

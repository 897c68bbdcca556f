package handlers

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// elasticDraft is the form that creates elastic servers, of one request: what
// was filled in and what can be chosen.
type elasticDraft struct {
	order   catalog.ElasticOrder
	choices *catalog.ElasticChoices
}

// readElastic reads the form, or on a first visit the URL, and the choices.
func (s *Server) readElastic(c echo.Context) (elasticDraft, error) {
	form, err := s.filledIn(c, elasticForms)
	if err != nil {
		return elasticDraft{}, err
	}
	d := elasticDraft{order: catalog.ReadElasticOrder(form)}
	d.choices, err = catalog.ElasticChoicesFor(c.Request().Context(), visitOf(c).caller, &d.order)
	return d, err
}

// elasticForm shows the form, priced when enough is chosen.
func (s *Server) elasticForm(c echo.Context) error {
	d, err := s.readElastic(c)
	if err != nil {
		return err
	}
	return s.showElasticForm(c, http.StatusOK, s.elasticProps(c, d, nil))
}

// elasticFields is the form again with its choices read anew.
func (s *Server) elasticFields(c echo.Context) error {
	d, err := s.readElastic(c)
	if err != nil {
		return err
	}
	p := s.elasticProps(c, d, nil)
	p.Key = c.FormValue(route.ParamKey)
	return s.fragment(c, http.StatusOK, pages.CreateForm(p))
}

// quoteElastic is the price of what is chosen now. Of the choices it reads only
// those that a price depends on.
func (s *Server) quoteElastic(c echo.Context) error {
	form, err := s.filledIn(c, elasticForms)
	if err != nil {
		return err
	}
	d := elasticDraft{order: catalog.ReadElasticOrder(form)}
	price := ui.Price{State: ui.QuoteFailed}
	if d.choices, err = catalog.ElasticGoods(c.Request().Context(), visitOf(c).caller, &d.order); err != nil {
		price.Reason = describe(err)
	} else {
		price = s.elasticPrice(c, d)
	}
	price.Submit = submitWords(d.order.Amount, price)
	return s.fragment(c, http.StatusOK, pages.CreatePrice(route.ElasticNew, price))
}

// createElastic checks the form and creates exactly once.
func (s *Server) createElastic(c echo.Context) error {
	v, key := visitOf(c), c.FormValue(route.ParamKey)
	r := ledger.Request{Key: key, Kind: "ecs", Op: "create", Effect: resource.Spend, Danger: resource.Confirm}
	if key != "" {
		if job, err := s.Ledger.Again(c.Request().Context(), who(v, c), r); err == nil {
			return s.created(c, job)
		}
	}
	d, err := s.readElastic(c)
	if err != nil {
		return err
	}
	if c.FormValue(route.ParamRedraw) != "" {
		return s.showElasticForm(c, http.StatusOK, s.elasticProps(c, d, nil))
	}
	if mistakes := s.elasticMistakes(c, d); len(mistakes) > 0 {
		return s.showElasticForm(c, http.StatusUnprocessableEntity, s.elasticProps(c, d, mistakes))
	}
	if key == "" {
		r.Key = uuid.NewString()
	}
	r.Title, r.Steps, r.Price = d.order.Name, []resource.Step{d.order.Step()}, priceNoted(s.elasticPrice(c, d))
	job, err := s.submit(c, r)
	if err != nil {
		return err
	}
	if refused, ok := onlyRefusal(job); ok {
		p := s.elasticProps(c, d, d.order.Mistake(refused.Code, refusedHere(refused.Code, refused.Message)))
		return s.showElasticForm(c, http.StatusUnprocessableEntity, p)
	}
	s.forgetDraft(c, elasticForms)
	return s.created(c, job)
}

// elasticMistakes are those of the fields, else that nobody knows the price and
// the person has not said to go on without.
func (s *Server) elasticMistakes(c echo.Context, d elasticDraft) resource.FieldErrors {
	mistakes := d.order.Check(d.choices)
	if len(mistakes) == 0 && !d.order.Unquoted && s.elasticPrice(c, d).State != ui.Quoted {
		mistakes[""] = resource.T("form.unquoted")
	}
	return mistakes
}

func (s *Server) showElasticForm(c echo.Context, status int, p pages.CreateProps) error {
	h := head{title: p.Title, failed: status == http.StatusUnprocessableEntity, crumbs: []ui.Crumb{
		{Text: group("compute")}, {Text: resource.T("kind.ecs.many"), Href: "/ecs"}, {Text: p.Title}}}
	return s.page(c, status, h, s.withDraft(c, elasticForms, pages.Create(p)))
}

func (s *Server) elasticProps(c echo.Context, d elasticDraft, m resource.FieldErrors) pages.CreateProps {
	f := d.order.Fields(d.choices, m)
	disks := diskRows(d.order.Disks, m)
	disks.Types, disks.Max = catalog.ElasticDiskChoices(), catalog.MaxElasticDisks
	disks.Min, disks.Step = catalog.ElasticDiskRange()
	p := pages.CreateProps{
		At: route.ElasticNew, Title: resource.T("ecs.new.title"), About: resource.T("create.about"), Key: visitOf(c).withMark(uuid.NewString()), Whole: m[""],
		Sections: []pages.CreateSection{
			{Title: resource.T("create.place"), Fields: f.Place, Decides: true},
			{Title: resource.T("create.type"), Types: elasticTypes(d, m["type"])},
			{Title: resource.T("create.image"), Fields: f.Image, Decides: true},
			{Title: resource.T("create.storage"), Fields: f.System, Disks: &disks, More: f.Data},
			{Title: resource.T("create.network"), Fields: f.Network, Decides: true},
			{Title: resource.T("create.login"), Fields: f.Login},
			{Title: resource.T("create.naming"), Fields: f.Naming},
			{Title: resource.T("create.billing"), Fields: f.Billing, Decides: true},
		},
		Price: s.elasticPrice(c, d),
	}
	p.Price.GoOn = d.order.Unquoted
	p.Submit = submitWords(d.order.Amount, p.Price)
	return p
}

func elasticTypes(d elasticDraft, mistake resource.Text) *pages.TypePicker {
	t := &pages.TypePicker{Family: d.order.Family, Chosen: d.order.Type, Error: mistake}
	for _, f := range d.choices.Families {
		t.Families = append(t.Families, resource.Choice{Value: f.EcsFamilyName, Label: resource.Lit(f.EcsFamilyName)})
	}
	for _, spec := range d.choices.Specs {
		one := pages.InstanceType{Value: catalog.SpecValue(spec), Name: catalog.SpecName(spec), CPU: int(spec.CPU), Memory: int(spec.RAM), Note: resource.T("create.on_sale")}
		if spec.GPU > 0 {
			one.GPU = catalog.SpecCards(spec)
		}
		t.Types = append(t.Types, one)
	}
	return t
}

func (s *Server) elasticPrice(c echo.Context, d elasticDraft) ui.Price {
	p := s.elasticQuoted(c, d)
	p.Chosen = d.order.Chosen(d.choices)
	return p
}

func (s *Server) elasticQuoted(c echo.Context, d elasticDraft) ui.Price {
	if !d.order.Priced(d.choices) {
		return ui.Price{State: ui.QuoteFailed, Reason: resource.T("price.incomplete")}
	}
	q, err := d.order.Price(c.Request().Context(), visitOf(c).caller)
	if err != nil {
		return ui.Price{State: ui.QuoteFailed, Reason: describe(err)}
	}
	return ui.Price{State: ui.Quoted, Total: q.Amount, Currency: q.Currency, Per: q.Per, Without: resource.T("price.without"), At: s.Now()}
}

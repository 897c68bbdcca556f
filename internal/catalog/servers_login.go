package catalog

import (
	"context"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// openConsole leads to the server's screen and keyboard in a page of the
// provider's.
var openConsole = resource.Op[ccs.Instance]{
	Slug: "console", Icon: "terminal-2", Set: resource.PowerSet, Effect: resource.Change, Inline: true,
	Offered: offered("reason.not_running", isRunning),
	Open: func(ctx context.Context, c cloud.Caller, s ccs.Instance) (cloud.Secret, error) {
		out, err := ccs.CreateInstanceHTMLConsoleURL.Call(ctx, c, ccs.InstanceRef{InstanceID: string(s.InstanceID)})
		return out.URL, err
	},
}

var resetPasswords = resource.Op[ccs.Instance]{
	Slug: "password", Icon: "password", Set: resource.AccessSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
	Offered: offered("reason.changing", usable),
	Fields: func(context.Context, cloud.Caller, []ccs.Instance, url.Values) ([]resource.Field, error) {
		return newPasswordFields(), nil
	},
	Plan:   planPasswords,
	Beside: map[string]string{"InvalidPassword.Malformed": "password"},
}

var reinstallServer = resource.Op[ccs.Instance]{
	Slug: "reinstall", Icon: "device-floppy", Effect: resource.Destroy, Danger: resource.TypeName,
	Offered: offered("reason.changing", usable), Fields: reinstallFields, Plan: planReinstall,
	Loses: func(items []ccs.Instance) []resource.Text {
		return []resource.Text{resource.T("loss.system_disk", items[0].InstanceName, int(items[0].Disks.SystemDisk.Size))}
	},
	Beside: map[string]string{"InvalidLaunchTemplateVersion.NotFound": "image", "InvalidPassword.Malformed": "password"},
}

func newPasswordFields() []resource.Field {
	return []resource.Field{
		{Name: "password", Label: resource.T("field.instances.new_password"), Hint: resource.T("hint.password"), Input: resource.PasswordInput, Required: true, Secret: true},
		{Name: "password_again", Label: resource.T("create.field.password_again"), Input: resource.PasswordInput, Required: true, Secret: true},
	}
}

// planPasswords is one call for all; the answer has a task for each server.
func planPasswords(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	m := resource.FieldErrors{}
	if checkNewPassword(m, form.Get("password"), form.Get("password_again")); len(m) > 0 {
		return nil, m
	}
	ids, targets := idsOf(items), targetsOf(items)
	req := ccs.ResetInstancesPasswordRequest{InstanceIDs: ids, Password: cloud.NewSecret(form.Get("password"))}
	each := func(tasks cloud.List[ccs.PasswordTask], out *resource.Outcome) {
		out.Tickets = nil
		for _, t := range tasks {
			i := slices.IndexFunc(targets, func(o resource.Target) bool { return o.ID == string(t.InstanceID) })
			if i < 0 || t.TaskID == "" {
				continue
			}
			out.Tickets = append(out.Tickets, resource.Ticket{Ticket: cloud.Ticket{Tracker: cloud.TrackTask, IDs: []string{string(t.TaskID)}}, Targets: targets[i : i+1]})
		}
	}
	return []resource.Step{resource.DoThen(ccs.ResetInstancesPassword, req, each, targets...)}, nil
}

// imagesIn are the images that servers of a zone can be made from.
func imagesIn(ctx context.Context, c cloud.Caller, zone string) ([]ImageChoice, error) {
	var sale zoneSale
	var templates []ccs.Template
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { sale, err = saleIn(both, c, zone); return err })
	group.Go(func() (err error) { templates, err = listTemplates(both, c); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var out []ImageChoice
	for _, g := range sale.goods {
		for _, i := range imagesOf(g.ImageGoods, templates, zone) {
			if !slices.ContainsFunc(out, func(o ImageChoice) bool { return o.ID == i.ID }) {
				out = append(out, i)
			}
		}
	}
	return out, nil
}

// reinstallFields ask for what the chosen image needs.
func reinstallFields(ctx context.Context, c cloud.Caller, items []ccs.Instance, form url.Values) ([]resource.Field, error) {
	images, err := imagesIn(ctx, c, string(items[0].RegionID))
	if err != nil {
		return nil, err
	}
	image := resource.Field{Name: "image", Label: resource.T("create.field.image"), Input: resource.SelectInput, Required: true, Decides: true, Choices: append([]resource.Choice{{Label: resource.T("choice.none")}}, imageChoices(images)...)}
	fields := []resource.Field{image}
	if i := slices.IndexFunc(images, func(o ImageChoice) bool { return o.ID == form.Get("image") }); i >= 0 {
		if images[i].Private {
			fields = append(fields, resource.Field{Name: "image_password", Label: resource.T("create.field.image_password"), Hint: resource.T("create.field.image_password_hint"), Input: resource.PasswordInput, Required: true, Secret: true})
		}
		if images[i].Windows() {
			fields = append(fields, resource.Field{Name: "product_key", Label: resource.T("field.instances.product_key"), Hint: resource.T("hint.product_key"), Input: resource.PasswordInput, Secret: true})
		}
	}
	return append(append(fields, newPasswordFields()...),
		resource.Field{Name: "public_key", Label: resource.T("create.field.public_key"), Hint: resource.T("create.field.public_key_hint"), Input: resource.AreaInput},
		resource.Field{Name: "user_data", Label: resource.T("create.field.user_data"), Hint: resource.T("create.field.user_data_hint"), Input: resource.AreaInput},
		resource.Field{Name: "swap_off", Label: resource.T("create.field.swap_off"), Input: resource.SwitchInput}), nil
}

func planReinstall(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	m := resource.FieldErrors{}
	checkNewPassword(m, form.Get("password"), form.Get("password_again"))
	if key := strings.TrimSpace(form.Get("public_key")); key != "" && !isPublicKey(key) {
		m["public_key"] = resource.T("form.not_public_key")
	}
	if note(m, "user_data", scriptMistake(form.Get("user_data"))); len(m) > 0 {
		return nil, m
	}
	req := ccs.ResetImageRequest{
		InstanceID: string(items[0].InstanceID), ImageID: form.Get("image"), ImagePassword: cloud.NewSecret(form.Get("image_password")),
		Password: cloud.NewSecret(form.Get("password")), PublicKey: strings.TrimSpace(form.Get("public_key")),
		ProductID: cloud.NewSecret(strings.TrimSpace(form.Get("product_key"))), UserData: userData(form.Get("user_data")),
	}
	if form.Get("swap_off") != "" {
		req.SwapOff = new(true)
	}
	return []resource.Step{resource.Do(ccs.ResetImage, req, serverTarget(items[0]))}, nil
}

// maxScript is the longest script, in KB. The documentation gives no limit;
// this is what servers commonly take.
const maxScript = 16

// scriptMistake is what is wrong with user data.
func scriptMistake(script string) resource.Text {
	if len(script) > maxScript<<10 {
		return resource.T("form.script_long", maxScript, (len(script)+1<<10-1)>>10)
	}
	return resource.Text{}
}

// userData is a script as the provider takes it; browsers send its lines with
// carriage returns, which no shell reads.
func userData(script string) []string {
	if strings.TrimSpace(script) == "" {
		return nil
	}
	return []string{base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(script, "\r\n", "\n")))}
}

// isPublicKey tells the lines of an SSH public key file: a type, a key, and
// perhaps a comment.
func isPublicKey(line string) bool {
	parts := strings.Fields(line)
	if strings.ContainsAny(line, "\r\n") || len(parts) < 2 {
		return false
	}
	raw, err := base64.StdEncoding.DecodeString(parts[1])
	return err == nil && len(raw) > 16 && strings.HasPrefix(line, parts[0]+" ") && strings.Contains(string(raw), parts[0])
}

func idsOf(items []ccs.Instance) []string {
	var ids []string
	for _, s := range items {
		ids = append(ids, string(s.InstanceID))
	}
	return ids
}

func targetsOf(items []ccs.Instance) []resource.Target {
	var out []resource.Target
	for _, s := range items {
		out = append(out, serverTarget(s))
	}
	return out
}

// Package coverage writes docs/coverage.md: for each of the 218 operations
// whether the client declares it, the simulated cloud serves it, a page or
// control reaches it, and which tests name it. Everything in the report is read
// from the code.
package coverage

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/apidoc"
)

// Report is what is known of every operation.
type Report struct {
	Client    map[string]bool
	Simulator map[string]bool
	Pages     map[string][]string // files of the console that call it
	Walked    map[string]bool     // reached by the walk through pages and forms
	Tests     map[string][]string // test files that name it
}

// Markdown draws the report.
func (r Report) Markdown() []byte {
	var b bytes.Buffer
	ops := apidoc.Load().Operations
	client, simulator, pages, walked, tests := 0, 0, 0, 0, 0
	var lines bytes.Buffer
	section := ""
	for i := range ops {
		o := &ops[i]
		if o.SectionEn != section {
			section = o.SectionEn
			fmt.Fprintf(&lines, "\n## %s (%s)\n\n| operation | what | client | simulator | page | walked | tests |\n| --- | --- | :-: | :-: | --- | :-: | --- |\n", section, o.Section)
		}
		client += count(r.Client[o.ID])
		simulator += count(r.Simulator[o.ID])
		pages += count(len(r.Pages[o.ID]) > 0)
		walked += count(r.Walked[o.ID])
		tests += count(len(r.Tests[o.ID]) > 0)
		fmt.Fprintf(&lines, "| `%s` | %s | %s | %s | %s | %s | %s |\n", o.ID, o.TitleEn, tick(r.Client[o.ID]), tick(r.Simulator[o.ID]), strings.Join(r.Pages[o.ID], ", "), tick(r.Walked[o.ID]), strings.Join(r.Tests[o.ID], ", "))
	}
	n := len(ops)
	b.WriteString("# Coverage\n\nGenerated from the code by `make coverage`; a test fails when it is not current. *Walked* operations are reached by a test that goes through every page and form like a person.\n\n")
	fmt.Fprintf(&b, "Client %d/%d · simulator %d/%d · explorer %d/%d · a page or control of their own %d/%d · walked %d/%d · named by a test %d/%d.\n", client, n, simulator, n, n, n, pages, n, walked, n, tests, n)
	b.Write(lines.Bytes())
	return b.Bytes()
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func tick(yes bool) string {
	if yes {
		return "✓"
	}
	return "–"
}

// names finds the Go name of every declared action: "ccs.StopInstance" to
// "ccs.instance.StopInstance". root is the module's folder.
func names(root string) (map[string]string, error) {
	out := map[string]string{}
	err := eachGoFile(filepath.Join(root, "internal", "cloud"), func(path string, f *ast.File) {
		services := serviceVars(filepath.Dir(path))
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				if len(v.Values) != 1 || len(v.Names) != 1 {
					continue
				}
				if service, action := declaration(v.Values[0]); action != "" {
					out[f.Name.Name+"."+v.Names[0].Name] = services[service] + "." + action
				}
			}
		}
	})
	return out, err
}

// declaration finds instances.Get("StopInstance") inside a declaration.
func declaration(e ast.Expr) (service, action string) {
	ast.Inspect(e, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "Get" && sel.Sel.Name != "Post" || len(call.Args) != 1 {
			return true
		}
		id, ok := sel.X.(*ast.Ident)
		lit, ok2 := call.Args[0].(*ast.BasicLit)
		if ok && ok2 {
			service = id.Name
			action, _ = strconv.Unquote(lit.Value)
		}
		return true
	})
	return service, action
}

// serviceVars reads which variable of a package is which service of the
// catalogue.
func serviceVars(dir string) map[string]string {
	out := map[string]string{}
	_ = eachGoFile(dir, func(_ string, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, value := range v.Values {
				lit, ok := value.(*ast.CompositeLit)
				if !ok || i >= len(v.Names) {
					continue
				}
				for _, e := range lit.Elts {
					kv, ok := e.(*ast.KeyValueExpr)
					if !ok {
						continue
					}
					key, isIdent := kv.Key.(*ast.Ident)
					name, isText := kv.Value.(*ast.BasicLit)
					if isIdent && isText && key.Name == "Name" {
						out[v.Names[i].Name], _ = strconv.Unquote(name.Value)
					}
				}
			}
			return true
		})
	})
	return out
}

// pages finds which files of the console call which operation.
func pages(root string) (map[string][]string, error) {
	known, err := names(root)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, room := range []string{"catalog", "handlers", "tasks"} {
		err = eachGoFile(filepath.Join(root, "internal", room), func(path string, f *ast.File) {
			note := func(id string) {
				file := room + "/" + filepath.Base(path)
				if id != "" && !slices.Contains(out[id], file) {
					out[id] = append(out[id], file)
				}
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if pkg, ok := sel.X.(*ast.Ident); ok {
						note(known[pkg.Name+"."+sel.Sel.Name])
					}
				}
				return true
			})
		})
		if err != nil {
			return nil, err
		}
	}
	for id, file := range trackers {
		out[id] = append(out[id], file)
	}
	return out, nil
}

// trackers are the queries that the task follower makes by name.
var trackers = map[string]string{
	"common.DescribeTask": "tasks/query.go", "bms.DescribeBmsTask": "tasks/query.go", "gcw.QueryTask": "tasks/query.go",
	"ecs.DescribeEvent": "tasks/query.go", "ebs.DescribeEvent": "tasks/query.go",
}

// tests finds which test files name which operation by its id.
func tests(root string) (map[string][]string, error) {
	out := map[string][]string{}
	ops := apidoc.Load().Operations
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path) //nolint:gosec // of this repository
		if err != nil {
			return err
		}
		file := filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
		for i := range ops {
			if bytes.Contains(text, []byte(strconv.Quote(ops[i].ID))) {
				out[ops[i].ID] = append(out[ops[i].ID], file)
			}
		}
		return nil
	})
	return out, err
}

// walked reads which operations the walk of internal/app/walk reached.
func walked(root string) (map[string]bool, error) {
	text, err := os.ReadFile(filepath.Join(root, "internal", "app", "walk", "reached.txt")) //nolint:gosec // of this repository
	out := map[string]bool{}
	for id := range strings.FieldsSeq(string(text)) {
		out[id] = true
	}
	return out, err
}

func eachGoFile(dir string, do func(path string, f *ast.File)) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		do(path, f)
		return nil
	})
}

package sim

import (
	"fmt"
	"maps"
)

// gcwState is what the cloud desktop chapter keeps.
type gcwState struct {
	nets     table[*desktopNet] // default networks, by site
	accounts table[*subAccount]
	desktops table[*desktop]
}

// The customer that requestContent and the networks name. They are the
// documentation's.
const (
	gcwCustomer = "E2129298"
	gcwUser     = "713367"
)

// The chapter's codes are numbers; the message tells which of the cases that
// share a code is meant. No HTTP status is printed.
var (
	refusalDesktopParams  = desktopRefusal("10003", "传入参数不符合要求")
	refusalDesktopAccount = desktopRefusal("10005", "账户数据异常")
	refusalNoDesktop      = desktopRefusal("10006", "参数错误,对应云桌面不存在")
	refusalNoSite         = desktopRefusal("10006", "参数错误,无对应站点信息")
	refusalNoProduct      = desktopRefusal("10006", "参数错误,无对应商品信息")
	refusalNoDesktopImage = desktopRefusal("10006", "参数错误,无对应镜像信息")
	refusalNoSubAccount   = desktopRefusal("10006", "参数错误,无对应账户")
	refusalNoDesktopTask  = desktopRefusal("10006", "参数错误,任务不存在")
	refusalDesktopState   = desktopRefusal("13002", "GPU云桌面执行操作失败")
)

func desktopRefusal(code, message string) Refusal { return badRequest(code, message) }

func registerGCW(s *Server) {
	s.handle("gcw.QueryTask", queryDesktopTask)
	s.handle("gcw.QuerySites", querySites)
	s.handle("gcw.QueryProducts", queryProducts)
	s.handle("gcw.QueryImages", queryDesktopImages)
	s.handle("gcw.QueryVmPrice", queryDesktopPrice)
	s.handle("gcw.GetLineBillingScheme", getLineBillingScheme)
	s.handle("gcw.GetEipPrice", getDesktopEipPrice)
	s.handle("gcw.QuerySubAccounts", querySubAccounts)
	s.handle("gcw.CreateSubAccount", createSubAccount)
	s.handle("gcw.CreateSubAccounts", createSubAccounts)
	s.handle("gcw.ChangeSubAccountName", changeSubAccountName)
	s.handle("gcw.ChangeSubAccountRemark", changeSubAccountRemark)
	s.handle("gcw.CreateDefaultNet", createDefaultNet)
	s.handle("gcw.SupplyDefaultNet", supplyDefaultNet)
	s.handle("gcw.GetDefaultNet", getDefaultNet)
	s.handle("gcw.GetCustomNet", getCustomNet)
	s.handle("gcw.QueryVms", queryDesktops)
	s.handle("gcw.QueryVm", queryDesktop)
	s.handle("gcw.QueryExpireVms", queryExpiringDesktops)
	s.handle("gcw.CreateVm", createDesktops)
	s.handle("gcw.UpdateOrder", updateDesktopOrder)
	s.handle("gcw.RenewalOrder", renewDesktopOrder)
	s.handle("gcw.OperateVm", operateDesktops)
	s.handle("gcw.RebuildVm", rebuildDesktop)
	s.handle("gcw.DeleteVm", deleteDesktop)
	s.handle("gcw.ConfigNet", configDesktopNet)
	s.handle("gcw.ChangeVmName", changeDesktopName)
	s.handle("gcw.UpdateVmLabels", updateDesktopLabels)
	s.handle("gcw.ChangeAccount", changeDesktopAccount)
	s.handle("gcw.UnbindAccounts", unbindAccounts)
	s.handle("gcw.BindAccounts", bindAccounts)
}

// queryDesktopTask wants the id of the request that began the task as well. A
// task of another request is as good as none.
func queryDesktopTask(w *World, r Request) (Reply, error) {
	t, ok := w.Task(taskGCW, r.Str("taskId"))
	if !ok || t.work.RequestID != r.Str("requestId") {
		return Reply{}, refusalNoDesktopTask
	}
	status, reason := t.status(w.now), ""
	if status == taskGCW.words().Failed {
		part, flow := uuidOf(0, "subtask of "+t.id, 1), uuidOf(0, "flow of "+t.id, 1)
		reason = fmt.Sprintf("失败子任务名称:%s,失败子任务id:%s,失败流程名称:%s,失败流程id:%s,失败原因:平台执行失败",
			t.work.Type, part, t.work.Type, flow)
	}
	return Reply{Data: r.Record("Data", obj{
		"taskId": t.id, "requestId": t.work.RequestID, "status": status, "failReason": reason,
	})}, nil
}

// requestContent is the request as JSON text, which the chapter's answers
// repeat: the parameters, who sent them, and what was made of them.
func requestContent(r Request, more obj) string {
	out := obj{"customerId": gcwCustomer, "userFrom": "cdsapi", "userId": gcwUser}
	for i := range r.Op.Params {
		if name := r.Op.Params[i].Name; r.Has(name) {
			out[name] = r.value(name)
		}
	}
	maps.Copy(out, more)
	text, err := encode(out)
	if err != nil {
		panic(err) // it came as JSON
	}
	return string(text)
}

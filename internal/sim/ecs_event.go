package sim

import (
	"strings"
	"time"
)

func describeECSEvent(w *World, r Request) (Reply, error) { return describeEvent(w, r, taskECS) }
func describeEBSEvent(w *World, r Request) (Reply, error) { return describeEvent(w, r, taskEBS) }

// eventTitle is what an event's type is called. Only create_ecs and
// unmount_disk are documented; the types of power operations are the words
// OperateInstance takes.
func eventTitle(kind string) string {
	return map[string]string{ //nolint:gosec // names of events, no passwords
		"create_ecs": "创建云服务器", "delete_ecs": "删除云服务器", "start_up_ecs": "云服务器开机",
		"shutdown_ecs": "云服务器关机", "hard_shutdown_ecs": "云服务器强制关机", "restart_ecs": "云服务器重启",
		"modify_password": "修改云服务器密码", "create_image": "创建镜像", "delete_image": "删除镜像", "sync_image": "同步镜像",
		"create_disk": "创建云盘", "delete_disk": "删除云盘", "mount_disk": "挂载云盘", "unmount_disk": "卸载云盘",
		"extend_disk": "云盘扩容", "create_snapshot": "创建快照", "delete_snapshot": "删除快照",
		"rollback_disk": "回滚云盘", "copy_snapshot": "复制快照",
	}[kind]
}

// resourceKind reads the type of a resource off its id. Only ecs and disk are
// documented.
func resourceKind(id string) (kind, title string) {
	switch prefix, _, _ := strings.Cut(id, "-"); prefix {
	case "disk":
		return "disk", "云盘"
	case "s":
		return "snapshot", "快照"
	case "img":
		return "image", "镜像"
	}
	return "ecs", "云服务器"
}

// describeEvent tells how an event of one chapter goes. It has one task for
// each resource, and they go together.
func describeEvent(w *World, r Request, system taskSystem) (Reply, error) {
	t, ok := w.Task(system, r.Str("EventId"))
	if !ok {
		return Reply{}, refusalNoEvent
	}
	status := t.status(w.now)
	words := system.words()
	title := map[string]string{words.Doing: "进行中", words.Done: "成功", words.Failed: "失败"}[status]
	updated, ended := w.now, time.Time{}
	if status != words.Doing {
		updated, ended = t.ends, t.ends
	}
	tasks := []any{}
	for n, id := range t.work.Resources {
		kind, kindTitle := resourceKind(id)
		tasks = append(tasks, r.Record("Data.TaskList[]", obj{
			"TaskId": uuidOf(w.number, t.id, int64(n)), "Status": status, "StatusDisplay": title,
			"ResourceId": id, "ResourceType": kind, "ResourceDisplay": kindTitle,
			"TaskType": t.work.Type, "TaskTypeDisplay": eventTitle(t.work.Type),
			"CreateTime": stamp(t.begun), "UpdateTime": stamp(updated), "EndTime": stamp(ended),
		}))
	}
	return Reply{Data: r.Record("Data", obj{
		"EventId": t.id, "EventStatus": status, "EventStatusDisplay": title,
		"EventType": t.work.Type, "EventTypeDisplay": eventTitle(t.work.Type),
		"CreateTime": stamp(t.begun), "TaskList": tasks,
	})}, nil
}

package sim

import (
	"testing"
	"time"
)

// prepaidServer buys a server to the end of November.
func (l *lab) prepaidServer(autoRenew int) (id string) {
	l.t.Helper()
	vdc, private := l.bmsYard()
	return l.bmsBought(orderOfBms(vdc, private, params{"InstanceChargeType": "PrePaid", "AutoRenew": autoRenew}))
}

func (l *lab) wantDetail(id, field string, want any) {
	l.t.Helper()
	if got := at(l.bmsDetail(id), field); got != want {
		l.t.Errorf("%s: got %v, want %v", field, got, want)
	}
}

const month = 31 * 24 * time.Hour

func TestPrepaidServerIsRenewedWhenItsTimeRunsOut(t *testing.T) {
	l := newLab(t, "empty")
	id := l.prepaidServer(1)
	l.wantDetail(id, "ExpireDate", "2024-12-01 00:00:00")
	before := l.balance()
	l.pass(month)
	l.wantDetail(id, "ExpireDate", "2025-01-01 00:00:00")
	l.wantDetail(id, "State", "running")
	day := bmsPrice(bmsShelf()[2].computes[0])
	if got, want := before-l.balance(), 31*day; got != want {
		t.Errorf("paid for December: got %v, want %v", got, want)
	}
}

func TestServerThatIsNotRenewedGoesOffUntilItIs(t *testing.T) {
	l := newLab(t, "empty")
	id := l.prepaidServer(0)
	l.pass(month)
	l.wantDetail(id, "State", "stopped")
	l.wantDetail(id, "BillStatus", "0")
	l.refused("InstanceError", "bms.OperateBmsPower", params{"BaremetalIds": []string{id}, "Operate": "start"})
	l.refused("RebuildFailed", "bms.ReinstallBms", params{"BaremetalId": id, "ImageId": "3", "Password": testPassword})
	l.refused("LogicError", "bms.DeleteBmsInstance", params{"BaremetalId": id})
	l.ok("bms.ModifyBmsOrder", params{"BaremetalId": id, "AutoRenewal": 0, "Duration": 1, "IsToMonth": 1})
	l.wantDetail(id, "ExpireDate", "2025-02-01 00:00:00")
	l.wantDetail(id, "BillStatus", "1")
	l.bmsMade(l.bmsPower(id, "start"))
	l.wantBmsState(id, "running")
}

func TestServerWhoseRenewalCannotBePaidGoesOff(t *testing.T) {
	l := newLab(t, "empty")
	id := l.prepaidServer(1)
	l.cloud.world.Load().ledger.Recharge(l.now, -l.balance())
	l.pass(month)
	l.wantDetail(id, "State", "stopped")
	l.refused("OrderUpdateError", "bms.ModifyBmsOrder", params{"BaremetalId": id, "AutoRenewal": 1, "Duration": 1})
}

func TestOrderOfAServerChanges(t *testing.T) {
	l := newLab(t, "empty")
	id := l.prepaidServer(1)
	l.ok("bms.ModifyBmsOrder", params{"BaremetalId": id, "AutoRenewal": 0})
	l.wantDetail(id, "IsAutoRenewal", 0.0)
	l.wantDetail(id, "ExpireDate", "2024-12-01 00:00:00")
	l.ok("bms.ModifyBmsOrder", params{"BaremetalId": id, "AutoRenewal": 1, "Duration": 2, "IsToMonth": 1})
	l.wantDetail(id, "ExpireDate", "2025-02-01 00:00:00")
	l.refused("ParameterInvalid", "bms.ModifyBmsOrder", params{"BaremetalId": id, "AutoRenewal": 1, "Duration": -1})
	l.refused("ParameterInvalid", "bms.ModifyBmsOrder", params{"BaremetalId": id})
	l.refused("InstanceNotFound", "bms.ModifyBmsOrder", params{"BaremetalId": "x", "AutoRenewal": 1})
}

func TestPostPaidServerBecomesPrePaid(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	made := l.ok("bms.CreateBmsInstance", orderOfBms(vdc, private, nil))
	id := at(l.ok("bms.DescribeBmsTask", params{"TaskId": at(made, "Data", "TaskIds", 0)}), "Data", "BareMetalIds", 0).(string)
	l.refused("OrderResourceError", "bms.ModifyBmsOrder", params{"BaremetalId": id, "AutoRenewal": 1, "BillMethod": "1"})
	l.bmsMade(made)
	l.refused("OrderUpdateError", "bms.ModifyBmsOrder", params{"BaremetalId": id, "AutoRenewal": 1, "Duration": 1})
	l.ok("bms.ModifyBmsOrder", params{"BaremetalId": id, "AutoRenewal": 1, "BillMethod": "1"})
	l.wantDetail(id, "InstanceChargeType", "PrePaid")
	l.wantDetail(id, "ExpireDate", "2024-12-01 00:00:00")
}

func TestTestAccountPaysForItsServer(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	w := l.cloud.world.Load()
	s := w.giveSubject("压测项目", yuan(3500), l.now, l.now.AddDate(1, 0, 0))
	order := orderOfBms(vdc, private, params{"InstanceChargeType": "PrePaid", "SubjectId": s.id})
	l.refused("NotEnoughBalance", "bms.CreateBmsInstance", with(order, params{"Amount": 2}))
	before := l.balance()
	id := l.bmsBought(order)
	if got := l.balance(); got != before {
		t.Errorf("balance of the account: got %v, want %v", got, before)
	}
	// From 15 November to the end of the month are 16 days begun.
	if got, want := w.subjectBalance(s), yuan(3500-16*214.88); got != want {
		t.Errorf("balance of the test account: got %v, want %v", got, want)
	}
	l.pass(month)
	l.wantDetail(id, "State", "stopped")
}

func TestTimeIsBoughtInNaturalMonths(t *testing.T) {
	day := func(s string) time.Time {
		v, err := time.ParseInLocation(dayOnly, s, clockZone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		name    string
		from    string
		months  int
		toMonth bool
		want    string
	}{
		{"a month from the first", "2024-12-01", 1, false, "2025-01-01"},
		{"the end of the month from the first is where it stands", "2024-12-01", 0, true, "2024-12-01"},
		{"the end of the month from within", "2024-12-09", 0, true, "2025-01-01"},
		{"months and then to the end", "2024-12-09", 2, true, "2025-03-01"},
		{"nothing", "2024-12-09", 0, false, "2024-12-09"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := renewedUntil(day(c.from), c.months, c.toMonth); !got.Equal(day(c.want)) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

const dayOnly = "2006-01-02"

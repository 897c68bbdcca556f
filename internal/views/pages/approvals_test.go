package pages

import (
	"time"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

func sampleApproval(now time.Time) Approval {
	return Approval{ID: "r1", What: resource.T("op.security-groups.force-delete.label"), Targets: []Target{{Name: "web", ID: "g-1", Href: "/security-groups/g-1"}},
		Steps: []ApprovalStep{{Operation: "ccs.securitygroup.ForceDeleteSecurityGroup", Href: "/explorer/x", Request: "{}"}}, Loses: []string{"the group"},
		State: resource.State{Tone: resource.Attention, Word: resource.T("approval.state.pending")}, Open: true, Who: "lin", Key: "AKDE…0001", From: "192.0.2.7",
		Effect: resource.T("approval.effect.destroy"), Reason: "it is empty", Asked: now, Expires: now.Add(time.Hour), MayDecide: true}
}

func sampleProof() *ui.ProofProps {
	return &ui.ProofProps{Field: resource.Field{Name: "proof", Label: resource.T("proof.secret", "AKDE…0001"), Input: resource.PasswordInput, Secret: true}, Demo: "demo"}
}

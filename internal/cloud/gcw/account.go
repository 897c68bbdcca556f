package gcw

import "yunque/internal/cloud"

// Sub-accounts and who uses which desktop.
var (
	// QuerySubAccounts lists sub-accounts (gcw.QuerySubAccounts).
	QuerySubAccounts = cloud.ReadOf[QuerySubAccountsRequest, cloud.List[SubAccount]](service.Get("QuerySubAccounts"))
	// CreateSubAccount creates a sub-account (gcw.CreateSubAccount).
	CreateSubAccount = cloud.WriteOf[CreateSubAccountRequest, struct{}](service.Post("CreateSubAccount"))
	// CreateSubAccounts creates several sub-accounts (gcw.CreateSubAccounts).
	CreateSubAccounts = cloud.WriteOf[CreateSubAccountsRequest, BatchResult](service.Post("CreateSubAccounts"))
	// ChangeSubAccountName renames a sub-account (gcw.ChangeSubAccountName).
	ChangeSubAccountName = cloud.WriteOf[ChangeSubAccountNameRequest, struct{}](service.Post("ChangeSubAccountName"))
	// ChangeSubAccountRemark changes the remark of sub-accounts (gcw.ChangeSubAccountRemark).
	ChangeSubAccountRemark = cloud.WriteOf[ChangeSubAccountRemarkRequest, struct{}](service.Post("ChangeSubAccountRemark"))
	// ChangeAccount binds a desktop to another sub-account (gcw.ChangeAccount).
	ChangeAccount = cloud.WriteOf[ChangeAccountRequest, struct{}](service.Post("ChangeAccount"))
	// BindAccounts binds desktops to a sub-account (gcw.BindAccounts).
	BindAccounts = cloud.WriteOf[BindAccountsRequest, BatchResult](service.Post("BindAccounts"))
	// UnbindAccounts unbinds sub-accounts from desktops (gcw.UnbindAccounts).
	UnbindAccounts = cloud.WriteOf[UnbindAccountsRequest, BatchResult](service.Post("UnbindAccounts"))
)

// QuerySubAccountsRequest are the parameters of QuerySubAccounts.
type QuerySubAccountsRequest struct {
	Email  string `json:"email,omitempty"`  // filter: e-mail
	Name   string `json:"name,omitempty"`   // filter: user name
	Remark string `json:"remark,omitempty"` // filter: remark
}

// SubAccount is a person who may use desktops. The service gives the password in clear.
type SubAccount struct {
	AccountID cloud.ID     `json:"accountId"`
	BindNum   cloud.Int    `json:"bindNum"`
	Email     string       `json:"email"`
	Name      string       `json:"name"`
	Password  cloud.Secret `json:"password"`
	Remark    string       `json:"remark"`
	Status    string       `json:"status"`
}

// CreateSubAccountRequest are the parameters of CreateSubAccount.
type CreateSubAccountRequest struct {
	RequestID string `json:"requestId"` // a UUID that the caller makes for this request
	// password, 8-20 characters with digits, lower and upper case letters; generated when omitted
	Password cloud.Secret `json:"password,omitzero"`
	Email    string       `json:"email"`            // e-mail of the sub-account
	Name     string       `json:"name"`             // user name
	Remark   string       `json:"remark,omitempty"` // remark, at most 30 characters
}

// CreateSubAccountsRequest are the parameters of CreateSubAccounts.
type CreateSubAccountsRequest struct {
	RequestID           string          `json:"requestId"`           // a UUID that the caller makes for this request
	CreateAccountParams []NewSubAccount `json:"createAccountParams"` // accounts to create
}

// NewSubAccount is one sub-account to make.
type NewSubAccount struct {
	// password, 8-20 characters with digits, lower and upper case letters; generated when omitted
	Password cloud.Secret `json:"password,omitzero"`
	Email    string       `json:"email"`            // e-mail of the sub-account
	Name     string       `json:"name"`             // user name
	Remark   string       `json:"remark,omitempty"` // remark, at most 30 characters
}

// BatchResult counts what succeeded and lists what failed.
type BatchResult struct {
	FailedNum  cloud.Int           `json:"failedNum"`
	SuccessNum cloud.Int           `json:"successNum"`
	FailedMsgs cloud.List[Failure] `json:"failedMsgs"`
}

// Failure is one item that failed, with the reason in Chinese.
type Failure struct {
	Name    string   `json:"name"`
	Email   string   `json:"email"`
	Remark  string   `json:"remark"`
	Message string   `json:"messsage"` // misspelt on the wire
	VMID    cloud.ID `json:"vmId"`
}

// ChangeSubAccountNameRequest are the parameters of ChangeSubAccountName.
type ChangeSubAccountNameRequest struct {
	RequestID string `json:"requestId"` // a UUID that the caller makes for this request
	Email     string `json:"email"`     // e-mail of the sub-account
	Name      string `json:"name"`      // the new user name
}

// ChangeSubAccountRemarkRequest are the parameters of ChangeSubAccountRemark.
type ChangeSubAccountRemarkRequest struct {
	RequestID string   `json:"requestId"` // a UUID that the caller makes for this request
	Emails    []string `json:"emails"`    // e-mails of the sub-accounts
	Remark    string   `json:"remark"`    // remark, at most 30 characters
}

// ChangeAccountRequest are the parameters of ChangeAccount.
type ChangeAccountRequest struct {
	RequestID string `json:"requestId"` // a UUID that the caller makes for this request
	VMID      string `json:"vmId"`      // cloud desktop id
	AccountID string `json:"accountId"` // sub-account id (QuerySubAccounts)
}

// BindAccountsRequest are the parameters of BindAccounts.
type BindAccountsRequest struct {
	RequestID string   `json:"requestId"` // a UUID that the caller makes for this request
	VMIDs     []string `json:"vmIds"`     // cloud desktop ids
	AccountID string   `json:"accountId"` // sub-account id (QuerySubAccounts)
}

// UnbindAccountsRequest are the parameters of UnbindAccounts.
type UnbindAccountsRequest struct {
	RequestID string   `json:"requestId"` // a UUID that the caller makes for this request
	VMIDs     []string `json:"vmIds"`     // cloud desktop ids
}

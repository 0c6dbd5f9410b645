namespace Kommune.Workflow.Storage;

/// <summary>A procedure: a folder of files (models, forms, decisions, texts, scenarios) that people draft and publish together.</summary>
public sealed class ProcedureRow : ITenantOwned
{
    public string TenantId { get; set; } = "";

    /// <summary>The name of its folder: lower-case letters, digits and hyphens.</summary>
    public string Id { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>The folder (of an office) it lies in; null: none.</summary>
    public long? FolderKey { get; set; }
    public ApprovalRule Approval { get; set; }

    /// <summary>SHA-256 of the content last taken over from <c>workflows/</c>; null: never.</summary>
    public byte[]? FolderHash { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string? CreatedBy { get; set; }
}

/// <summary>What publishing a procedure asks for.</summary>
public enum ApprovalRule : byte
{
    None,
    SecondPerson,
}

/// <summary>A published version of a procedure; its files are its deployment's. Never changes but for a withdrawal.</summary>
public sealed class ProcedureVersionRow : ITenantOwned
{
    public string TenantId { get; set; } = "";
    public string ProcedureId { get; set; } = "";

    /// <summary>From 1.</summary>
    public int Version { get; set; }
    public long DeploymentKey { get; set; }
    public DateTimeOffset PublishedAt { get; set; }

    /// <summary>Null: taken over from <c>workflows/</c> at start.</summary>
    public string? PublishedBy { get; set; }

    /// <summary>The second person; null: none was asked for.</summary>
    public string? ApprovedBy { get; set; }
    public string Comment { get; set; } = "";

    /// <summary>SHA-256 over paths and contents.</summary>
    public byte[] ContentHash { get; set; } = [];
    public DateTimeOffset? WithdrawnAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public string? WithdrawalComment { get; set; }
}

/// <summary>The editable copy of a procedure. The row stays when the draft is discarded, so that revisions never come again.</summary>
public sealed class ProcedureDraftRow : ITenantOwned
{
    public string TenantId { get; set; } = "";
    public string ProcedureId { get; set; } = "";
    public bool Open { get; set; }

    /// <summary>Counts every save; who saves must know the current one.</summary>
    public long Revision { get; set; }

    /// <summary>The version it began as; null: it began empty.</summary>
    public int? BasedOn { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
}

/// <summary>A file of a draft as it was typed, whether it makes sense or not.</summary>
public sealed class ProcedureDraftFileRow : ITenantOwned
{
    public string TenantId { get; set; } = "";
    public string ProcedureId { get; set; } = "";
    public string Path { get; set; } = "";
    public byte[] Content { get; set; } = [];
}

/// <summary>Somebody has a draft open for editing until a moment that is moved on while it stays open.</summary>
public sealed class ProcedurePresenceRow : ITenantOwned
{
    public string TenantId { get; set; } = "";
    public string ProcedureId { get; set; } = "";
    public string UserId { get; set; } = "";
    public DateTimeOffset Until { get; set; }
}

/// <summary>The folder of an office: who may see, edit and publish the procedures in it.</summary>
public sealed class ProcedureFolderRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>JSON list of group ids.</summary>
    public string Viewers { get; set; } = "[]";

    /// <summary>JSON list of group ids.</summary>
    public string Editors { get; set; } = "[]";

    /// <summary>JSON list of group ids.</summary>
    public string Publishers { get; set; } = "[]";
}

/// <summary>A publication that waits for, or got, a second person's word.</summary>
public sealed class PublicationApprovalRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public string ProcedureId { get; set; } = "";

    /// <summary>The revision of the draft that was put forward; after another save there is nothing to approve any more.</summary>
    public long Revision { get; set; }
    public string Comment { get; set; } = "";
    public string RequestedBy { get; set; } = "";
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>Null: not decided.</summary>
    public bool? Approved { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? DecisionComment { get; set; }
}

/// <summary>What somebody did with a procedure or a folder; never changed but for repeated saves of one person, which count.</summary>
public sealed class ProcedureRecordRow : ITenantOwned
{
    public long Key { get; set; }
    public string TenantId { get; set; } = "";

    /// <summary>Null: it is about a folder.</summary>
    public string? ProcedureId { get; set; }
    public long? FolderKey { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Null: the program itself, at start.</summary>
    public string? UserId { get; set; }
    public ProcedureAct Act { get; set; }
    public int? Version { get; set; }

    /// <summary>What the person wrote about it, or what was changed.</summary>
    public string? Comment { get; set; }

    /// <summary>How often, for saves of the same person one after another.</summary>
    public int Times { get; set; } = 1;
}

/// <summary>What can be done with a procedure or a folder. The numbers are stored.</summary>
public enum ProcedureAct : byte
{
    Created = 1,
    Imported = 2,
    SettingsChanged = 3,
    DraftOpened = 4,
    DraftEdited = 5,
    DraftDiscarded = 6,
    ApprovalRequested = 7,
    ApprovalGranted = 8,
    ApprovalRefused = 9,
    Published = 10,
    Withdrawn = 11,
    FolderCreated = 12,
    FolderChanged = 13,
}

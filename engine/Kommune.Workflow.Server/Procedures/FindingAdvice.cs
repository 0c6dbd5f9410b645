using System.Collections.Frozen;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>What a process owner does about a finding, by rule: in words of the editor, without names of attributes.</summary>
public static class FindingAdvice
{
    private static readonly FrozenDictionary<string, string> ByRule = Advice()
        .SelectMany(advice => advice.Rules.Select(rule => KeyValuePair.Create(rule, advice.Text)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The advice; null for a rule that is not in the catalogue.</summary>
    public static string? Find(string rule) => ByRule.GetValueOrDefault(
        rule.StartsWith("REF.", StringComparison.Ordinal) ? "REF" : rule);

    private static IEnumerable<(string Text, string[] Rules)> Advice() =>
    [
        .. Files(), .. Flow(), .. Events(), .. Activities(), .. Data(), .. Expressions(), .. Procedures(),
    ];

    private static IEnumerable<(string Text, string[] Rules)> Files() =>
    [
        ("Öffnen Sie die Datei als Text und beheben Sie die genannte Stelle, oder beginnen Sie neu aus der letzten Version.",
            ["kommune.xml-malformed", "kommune.not-bpmn", "kommune.form-json", "kommune.not-dmn"]),
        ("Teilen Sie das Modell auf: Legen Sie Teile davon als eigene Prozesse an und rufen Sie diese auf.", ["kommune.xml-limit"]),
        ("Öffnen Sie das Formular im Formulareditor und ändern oder entfernen Sie das genannte Feld.", ["kommune.form"]),
        ("Öffnen Sie die Entscheidung und berichtigen Sie die genannte Zelle oder den genannten Ausdruck.", ["kommune.dmn"]),
        ("Entfernen Sie Dateien, die nicht mehr gebraucht werden.", ["kommune.too-many-files", "kommune.procedure-files"]),
        ("Geben Sie einem der beiden eine andere Kennung, oder entfernen Sie eines.",
            ["kommune.duplicate-file", "kommune.duplicate-process", "kommune.duplicate-decision", "kommune.duplicate-form", "EXT.002"]),
        ("Wählen Sie in den Eigenschaften des Prozesses „ausführbar“.",
            ["kommune.no-executable-process", "kommune.nothing-executable", "kommune.not-executable", "EXT.035"]),
        ("Ein Verweis im Modell führt ins Leere oder zum falschen Element: Löschen Sie das genannte Element und zeichnen Sie es neu.",
            ["REF", "EXT.003"]),
        ("Das Modell ist für ein anderes Programm gemacht: Stellen Sie die Eigenschaften des genannten Elements hier neu ein.",
            ["kommune.other-engine", "kommune.foreign-extension", "kommune.zeebe-unsupported", "kommune.zeebe-unknown",
             "kommune.zeebe-misplaced"]),
        ("Das Modell enthält an dieser Stelle etwas, das BPMN nicht kennt: Löschen Sie das Element und zeichnen Sie es neu.",
            ["XSD.attribute", "XSD.attribute-missing", "XSD.element", "XSD.multiplicity", "XSD.order", "XSD.value"]),
        ("Choreografien und Konversationen werden nicht ausgeführt: Entfernen Sie sie aus dem Modell.",
            ["EXT.027", "EXT.032", "EXT.033", "EXT.036", "EXT.056"]),
        ("Prüfen Sie die Beteiligten (Pools): Zahlenangaben dürfen nicht negativ sein, das Minimum nicht über dem Maximum liegen.",
            ["EXT.029", "EXT.030"]),
        ("Wählen Sie für die Anmerkung eine Textart, zum Beispiel „text/plain“.", ["EXT.010"]),
    ];

    private static IEnumerable<(string Text, string[] Rules)> Flow() =>
    [
        ("Verbinden Sie das Element: Jeder Schritt braucht einen Weg hinein und, wenn er nicht das Ende ist, einen hinaus.",
            ["EXT.101", "EXT.107", "EXT.113", "EXT.115", "EXT.116", "EXT.150", "EXT.151"]),
        ("Löschen Sie den Pfeil, der hier nicht hingehört.",
            ["EXT.006", "EXT.007", "EXT.008", "EXT.009", "EXT.096", "EXT.104", "EXT.112", "EXT.114", "EXT.102", "EXT.103",
             "EXT.108", "EXT.109", "EXT.057"]),
        ("Löschen Sie den Pfeil und zeichnen Sie ihn neu: Er muss von Schritt zu Schritt führen und darf keinen Rahmen kreuzen.",
            ["EXT.021", "EXT.022", "EXT.023", "EXT.024", "EXT.028", "EXT.152"]),
        ("Zeichnen Sie Start und Ende ein, oder lassen Sie beide weg.", ["EXT.097", "EXT.105"]),
        ("Verzweigen Sie an einer Raute und führen Sie die Wege an einer eigenen Raute wieder zusammen.",
            ["EXT.017", "EXT.018", "EXT.019", "EXT.135"]),
        ("Setzen Sie die Bedingung an einem Pfeil hinter einer Raute, von der mehrere Pfeile ausgehen; einer davon ist der Standardweg.",
            ["EXT.025", "EXT.026", "kommune.condition-without-effect", "kommune.condition-on-default", "EXT.137"]),
        ("Hinter einer Raute „Ereignis abwarten“ stehen mindestens zwei wartende Ereignisse, jedes mit einem eigenen Pfeil.",
            ["EXT.136", "EXT.138", "EXT.139", "EXT.140", "EXT.141", "EXT.142"]),
        ("Nachrichtenpfeile verbinden zwei Beteiligte (Pools), nie zwei Schritte desselben.", ["EXT.031"]),
        ("Jeder Sprung (Link) braucht einen Absprung und genau ein Ziel gleichen Namens auf derselben Ebene.",
            ["EXT.117", "EXT.118", "EXT.124", "EXT.125", "EXT.126"]),
    ];

    private static IEnumerable<(string Text, string[] Rules)> Events() =>
    [
        ("Wählen Sie für das Ereignis eine Art, die an dieser Stelle möglich ist (über das Schraubenschlüssel-Menü).",
            ["EXT.098", "EXT.121", "EXT.099", "EXT.100", "EXT.058", "EXT.059", "EXT.110", "EXT.120", "EXT.130", "EXT.147", "EXT.119",
             "EXT.122", "EXT.146", "EXT.148", "EXT.149", "EXT.095"]),
        ("Abbruchereignisse gehören zu einer Transaktion: Machen Sie den Teilprozess dazu, oder wählen Sie ein anderes Ereignis.",
            ["EXT.106", "EXT.111"]),
        ("Tragen Sie in den Eigenschaften des Ereignisses ein, worum es geht: den Namen der Nachricht, des Signals oder den Code.",
            ["EXT.011", "EXT.127", "EXT.128", "kommune.event-reference-missing", "kommune.message-without-name"]),
        ("Tragen Sie genau eine Zeitangabe ein: einen Zeitpunkt, eine Dauer (zum Beispiel 14 Tage) oder eine Wiederholung.",
            ["EXT.131", "EXT.132", "EXT.133", "EXT.134", "kommune.time-to-live-invalid", "kommune.date-invalid"]),
        ("Verbinden Sie das Kompensationsereignis mit der Aufgabe, die rückgängig macht; diese Aufgabe hat sonst keine Pfeile.",
            ["EXT.143", "EXT.144", "kommune.compensation-in-flow", "kommune.compensation-unused"]),
        ("Entfernen Sie die eigene Kennung der Nachricht.", ["kommune.message-id"]),
        ("Prüfen Sie, welche Daten das Ereignis mitbringt, und löschen Sie überzählige Angaben.", ["EXT.093", "EXT.094"]),
    ];

    private static IEnumerable<(string Text, string[] Rules)> Activities() =>
    [
        ("Wählen Sie in den Eigenschaften, was der Schritt tut: eine Person, ein Auftrag, eine Berechnung oder eine Entscheidung.",
            ["kommune.task-without-work", "kommune.job-type-missing", "kommune.script-replaced", "EXT.053"]),
        ("Tragen Sie eine ganze Zahl ein.", ["kommune.retries-invalid", "kommune.priority-invalid", "EXT.037", "EXT.038"]),
        ("Wählen Sie die Aufgabe, deren Bearbeiterin oder Bearbeiter ausgeschlossen sein soll, aus der Liste.",
            ["kommune.four-eyes-unknown-task"]),
        ("Wählen Sie das Formular aus der Liste der Formulare dieses Verfahrens, oder legen Sie es an.",
            ["kommune.form-id-computed", "kommune.form-embedded", "kommune.form-missing"]),
        ("Tragen Sie ein, welche Entscheidung gefragt wird und unter welchem Namen ihr Ergebnis weitergeht.",
            ["kommune.decision-id-missing", "kommune.result-variable-missing", "kommune.decision-missing"]),
        ("Wählen Sie den Prozess aus, der aufgerufen wird; er muss veröffentlicht sein oder zu diesem Verfahren gehören.",
            ["kommune.called-process-missing", "kommune.called-process-unknown", "EXT.063"]),
        ("Wählen Sie, welche Version gemeint ist: die neueste oder die mitveröffentlichte.",
            ["kommune.binding-unknown", "kommune.version-tag-missing"]),
        ("Wählen Sie für den Schritt eine Art der Wiederholung und geben Sie an, worüber sie läuft.",
            ["EXT.041", "EXT.055", "EXT.067", "EXT.068", "EXT.069", "EXT.070", "EXT.072", "kommune.behavior-without-effect"]),
        ("Ein Ad-hoc-Teilprozess enthält Aufgaben, aber weder Start noch Ende.", ["EXT.061", "EXT.062", "kommune.ad-hoc-output"]),
        ("Löschen Sie die genannte technische Angabe des Schritts; ein Auftrag braucht sie nicht.",
            ["EXT.039", "EXT.040", "EXT.042", "EXT.043", "EXT.044", "EXT.045", "EXT.046", "EXT.047", "EXT.048", "EXT.050", "EXT.051",
             "EXT.052", "EXT.064", "EXT.065"]),
        ("Ein Empfang, der Vorgänge beginnt, steht am Anfang und hat keinen Pfeil hinein.", ["EXT.049"]),
        ("Diese Gruppe oder Person gibt es nicht. Wählen Sie eine aus der Liste, oder lassen Sie sie in der Verwaltung anlegen.",
            ["kommune.group-unknown", "kommune.user-unknown"]),
        ("Legen Sie den Text im Verfahren an, oder wählen Sie einen vorhandenen.", ["kommune.text-missing"]),
    ];

    private static IEnumerable<(string Text, string[] Rules)> Data() =>
    [
        ("Ergänzen Sie in der Zuordnung, woher der Wert kommt und wie er danach heißt.", ["kommune.mapping-incomplete"]),
        ("Lassen Sie die Daten durch einen Auftrag lesen und schreiben; das Zeichen für den Datenspeicher ist nur Beschriftung.",
            ["kommune.data-store"]),
        ("Löschen Sie die genannte Angabe zu Ein- und Ausgabedaten; Zuordnungen stehen in den Eigenschaften des Schritts.",
            ["EXT.020", "EXT.076", "EXT.077", "EXT.079", "EXT.081", "EXT.083", "EXT.084", "EXT.085", "EXT.086", "EXT.087", "EXT.088",
             "EXT.089", "EXT.090", "EXT.091", "EXT.092"]),
    ];

    private static IEnumerable<(string Text, string[] Rules)> Expressions() =>
    [
        ("Setzen Sie die Bedingung aus Feld, Vergleich und Wert neu zusammen, oder berichtigen Sie den Ausdruck an der genannten Stelle.",
            ["kommune.feel-syntax", "kommune.expression-not-feel", "EXT.012", "EXT.013", "EXT.014", "EXT.123"]),
        ("Tragen Sie eine Dauer ein, zum Beispiel „10 Jahre“ (P10Y).", ["kommune.retention-invalid"]),
    ];

    private static IEnumerable<(string Text, string[] Rules)> Procedures() =>
    [
        ("Geben Sie dem Prozess, dem Formular, der Entscheidung oder dem Text hier eine andere Kennung.",
            ["kommune.foreign-process", "kommune.foreign-form", "kommune.foreign-decision", "kommune.foreign-text"]),
        ("Vergleichen Sie den Entwurf mit der neuesten Version und übernehmen Sie deren Änderungen, bevor Sie veröffentlichen.",
            ["kommune.draft-behind"]),
        ("Berichtigen Sie die genannte Zeile des Szenarios, oder zeichnen Sie es im Sandkasten neu auf.", ["kommune.scenario-unreadable"]),
    ];
}

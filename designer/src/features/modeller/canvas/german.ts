/** What bpmn-js and its modules say, in the words of an office. Keys are their English texts. */
export const german: Record<string, string> = {
  // Tasks
  Task: 'Schritt ohne Bearbeitung',
  'User task': 'Aufgabe für Menschen',
  'Service task': 'Automatik',
  'Send task': 'Nachricht senden',
  'Receive task': 'Auf Nachricht warten',
  'Script task': 'Berechnung',
  'Business rule task': 'Regel',
  'Manual task': 'Handgriff außerhalb der Anwendung',
  'Call activity': 'Anderen Prozess aufrufen',
  'Sub-process': 'Unterprozess',
  'Sub-process (collapsed)': 'Unterprozess (zugeklappt)',
  'Sub-process (expanded)': 'Unterprozess (aufgeklappt)',
  'Event sub-process': 'Unterprozess bei einem Ereignis',
  'Ad-hoc sub-process': 'Unterprozess ohne feste Reihenfolge',
  'Ad-hoc sub-process (collapsed)': 'Unterprozess ohne feste Reihenfolge (zugeklappt)',
  'Ad-hoc sub-process (expanded)': 'Unterprozess ohne feste Reihenfolge (aufgeklappt)',
  Transaction: 'Unterprozess: ganz oder gar nicht',

  // Gateways
  'Exclusive gateway': 'Verzweigung: genau ein Weg',
  'Parallel gateway': 'Verzweigung: alle Wege zugleich',
  'Inclusive gateway': 'Verzweigung: ein Weg oder mehrere',
  'Event-based gateway': 'Verzweigung: was zuerst geschieht',
  'Complex gateway': 'Verzweigung: nach eigener Regel',
  'Event based instantiating Gateway': 'Beginn: was zuerst geschieht',
  'Parallel Event based instantiating Gateway': 'Beginn: wenn alles geschehen ist',

  // Start events
  'Start event': 'Start',
  'Message start event': 'Start durch Nachricht',
  'Message start event (non-interrupting)': 'Start durch Nachricht, das Übrige läuft weiter',
  'Timer start event': 'Start nach Kalender',
  'Timer start event (non-interrupting)': 'Start nach Zeit, das Übrige läuft weiter',
  'Conditional start event': 'Start, sobald eine Bedingung gilt',
  'Conditional start event (non-interrupting)': 'Start bei Bedingung, das Übrige läuft weiter',
  'Signal start event': 'Start durch Signal',
  'Signal start event (non-interrupting)': 'Start durch Signal, das Übrige läuft weiter',
  'Error start event': 'Start bei einem Fehler',
  'Escalation start event': 'Start bei einer Eskalation',
  'Escalation start event (non-interrupting)': 'Start bei einer Eskalation, das Übrige läuft weiter',
  'Compensation start event': 'Start beim Rückgängigmachen',

  // Intermediate events
  'Intermediate throw event': 'Zwischenstand',
  'Message intermediate catch event': 'Auf Nachricht warten (Ereignis)',
  'Message intermediate throw event': 'Nachricht senden (Ereignis)',
  'Timer intermediate catch event': 'Warten',
  'Conditional intermediate catch event': 'Warten, bis eine Bedingung gilt',
  'Signal intermediate catch event': 'Auf Signal warten',
  'Signal intermediate throw event': 'Signal geben',
  'Escalation intermediate throw event': 'Eskalieren',
  'Compensation intermediate throw event': 'Rückgängig machen',
  'Link intermediate catch event': 'Sprungziel',
  'Link intermediate throw event': 'Sprung',

  // Boundary events
  'Boundary event': 'Ereignis am Rand',
  'Message boundary event': 'Bei Nachricht abbrechen',
  'Message boundary event (non-interrupting)': 'Bei Nachricht zusätzlich',
  'Timer boundary event': 'Nach einer Zeit abbrechen',
  'Timer boundary event (non-interrupting)': 'Nach einer Zeit zusätzlich',
  'Conditional boundary event': 'Bei Bedingung abbrechen',
  'Conditional boundary event (non-interrupting)': 'Bei Bedingung zusätzlich',
  'Signal boundary event': 'Bei Signal abbrechen',
  'Signal boundary event (non-interrupting)': 'Bei Signal zusätzlich',
  'Error boundary event': 'Bei Fehler abbrechen',
  'Escalation boundary event': 'Bei Eskalation abbrechen',
  'Escalation boundary event (non-interrupting)': 'Bei Eskalation zusätzlich',
  'Cancel boundary event': 'Wenn alles zurückgenommen wird',
  'Compensation boundary event': 'So wird es rückgängig gemacht',

  // End events
  'End event': 'Ende',
  'Message end event': 'Ende mit Nachricht',
  'Signal end event': 'Ende mit Signal',
  'Error end event': 'Ende mit Fehler',
  'Escalation end event': 'Ende mit Eskalation',
  'Compensation end event': 'Ende mit Rückgängigmachen',
  'Cancel end event': 'Ende: alles zurücknehmen',
  'Terminate end event': 'Ende des ganzen Vorgangs',

  // Flows, data, pools
  'Sequence flow': 'Weg',
  'Default flow': 'Weg, wenn sonst keiner passt',
  'Conditional flow': 'Weg unter einer Bedingung',
  'Data object reference': 'Datenobjekt',
  'Data store reference': 'Datenspeicher',
  'Empty pool/participant': 'Leerer Beteiligter',
  'Expanded pool/participant': 'Beteiligter mit Ablauf',
  Collection: 'Liste',
  'Participant multiplicity': 'Mehrere Beteiligte dieser Art',
  Loop: 'Wiederholen, solange eine Bedingung gilt',
  'Parallel multi-instance': 'Für jeden Eintrag einer Liste, gleichzeitig',
  'Sequential multi-instance': 'Für jeden Eintrag einer Liste, nacheinander',
  'Toggle non-interrupting': 'Umschalten: abbrechen oder zusätzlich',

  // Palette
  'Activate hand tool': 'Hand: Fläche verschieben',
  'Activate lasso tool': 'Mehrere auswählen',
  'Activate create/remove space tool': 'Platz schaffen oder schließen',
  'Activate global connect tool': 'Verbinden',
  'Create start event': 'Start einfügen',
  'Create intermediate/boundary event': 'Ereignis einfügen',
  'Create end event': 'Ende einfügen',
  'Create gateway': 'Verzweigung einfügen',
  'Create task': 'Aufgabe einfügen',
  'Create data object reference': 'Datenobjekt einfügen',
  'Create data store reference': 'Datenspeicher einfügen',
  'Create expanded sub-process': 'Unterprozess einfügen',
  'Create pool/participant': 'Beteiligten einfügen',
  'Create group': 'Rahmen einfügen',

  // Context pad
  'Add lane above': 'Bahn darüber einfügen',
  'Add lane below': 'Bahn darunter einfügen',
  'Divide into two lanes': 'In zwei Bahnen teilen',
  'Divide into three lanes': 'In drei Bahnen teilen',
  'Add text annotation': 'Anmerkung anfügen',
  'Append compensation activity': 'Schritt zum Rückgängigmachen anfügen',
  'Append conditional intermediate catch event': 'Warten auf eine Bedingung anfügen',
  'Append end event': 'Ende anfügen',
  'Append gateway': 'Verzweigung anfügen',
  'Append intermediate/boundary event': 'Ereignis anfügen',
  'Append message intermediate catch event': 'Warten auf eine Nachricht anfügen',
  'Append receive task': 'Empfangen einer Nachricht anfügen',
  'Append signal intermediate catch event': 'Warten auf ein Signal anfügen',
  'Append task': 'Aufgabe anfügen',
  'Append timer intermediate catch event': 'Warten anfügen',
  'Change element': 'Art ändern',
  'Connect to other element': 'Mit einem anderen Schritt verbinden',
  'Connect using association': 'Zuordnen',
  'Connect using data input association': 'Als Angabe verbinden',
  Delete: 'Löschen',

  // Alignment
  'Align elements': 'Ausrichten',
  'Align elements left': 'Links ausrichten',
  'Align elements center': 'Waagerecht mittig ausrichten',
  'Align elements right': 'Rechts ausrichten',
  'Align elements top': 'Oben ausrichten',
  'Align elements middle': 'Senkrecht mittig ausrichten',
  'Align elements bottom': 'Unten ausrichten',
  'Distribute elements horizontally': 'Waagerecht gleichmäßig verteilen',
  'Distribute elements vertically': 'Senkrecht gleichmäßig verteilen',

  // Messages
  'flow elements must be children of pools/participants':
    'Schritte gehören in einen Beteiligten, sobald es einen gibt. Legen Sie den Schritt dort ab.',
  'Data object must be placed within a pool/participant.': 'Ein Datenobjekt gehört in einen Beteiligten.',
  'Open {element}': '{element} öffnen',
  'Search in diagram': 'Im Diagramm suchen',
  'Open minimap': 'Übersicht öffnen',
  'Close minimap': 'Übersicht schließen',
};

/** The translate module: replaces `{name}` in the text as bpmn-js does. */
export function translateWith(words: Record<string, string>) {
  return (text: string, values: Record<string, string> = {}): string =>
    (words[text] ?? text).replace(/\{([^}]+)\}/g, (_, name: string) => {
      const value = values[name];
      return value === undefined ? `{${name}}` : (words[value] ?? value);
    });
}

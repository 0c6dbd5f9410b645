/** An idea as the start form asks for it. */
export function idea(titel) {
  return {
    titel,
    fachbereich: 'Bürgerbüro',
    themenwelt: 'Digitale Verwaltung',
    sicht: 'intern',
    problemstellung: 'Termine werden vergessen, Plätze bleiben leer.',
    loesungsansatz: 'Eine Kurznachricht am Tag davor mit einem Verweis zum Absagen.',
    mehrwert: 'Weniger leere Termine und kürzere Wartezeit.',
    beschreibung: 'Die Nachricht geht über den vorhandenen Versand.',
  };
}

/** A neutral coat of arms. */
export function Crest() {
  return (
    <svg className="crest" viewBox="0 0 24 30" width="24" height="30" aria-hidden="true">
      <path className="crest-shield" d="M0 0h24v17c0 7-5 11-12 13C5 28 0 24 0 17z" />
      <path className="crest-tree" d="M12 6v18M12 12 7 8m5 4 5-4m-5 9-6-4m6 4 6-4" />
    </svg>
  );
}

const step = 1024;

/** A file's size as people read it: `12 KB`, `3,4 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < step * step) return `${Math.max(1, Math.round(bytes / step))} KB`;
  return `${(bytes / step / step).toLocaleString('de-DE', { maximumFractionDigits: 1 })} MB`;
}

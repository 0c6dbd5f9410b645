import { ApiError } from '../../../api/client';
import type { Person } from '../../../api/schema';
import { type Draft, type FileChange, type ProcedureFile, procedures } from '../api';
import { forgetLocalCopy, keepLocalCopy, localCopy } from './localCopy';

/** How it stands with what has been changed here. */
export type SaveState =
  | { kind: 'saved'; at: string }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'offline' }
  | { kind: 'conflict'; by: Person | null; at: string | null }
  | { kind: 'failed'; error: unknown };

const saveAfterMs = 1500;
const retryAfterMs = 10_000;

/**
 * One person's work on a draft: changed files are kept in this browser at once and saved a moment later. A save that
 * meets somebody else's newer one is refused by the server; nothing is overwritten.
 */
export class DraftSession {
  readonly id: string;
  private saved: Map<string, string>;
  private readonly changes = new Map<string, string | null>();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private snapshot: { files: ProcedureFile[]; state: SaveState; revision: number };

  constructor(id: string, draft: Draft) {
    this.id = id;
    this.saved = new Map(draft.files.map(({ path, text }) => [path, text]));
    this.snapshot = {
      files: draft.files,
      state: { kind: 'saved', at: draft.changedAt },
      revision: draft.revision,
    };
    const kept = localCopy(id);
    if (kept === null) return;
    for (const { path, text } of kept.changes) this.changes.set(path, text);
    const state: SaveState =
      kept.revision === draft.revision
        ? { kind: 'unsaved' }
        : { kind: 'conflict', by: draft.changedBy, at: draft.changedAt };
    this.show(state);
    if (state.kind === 'unsaved') this.schedule(saveAfterMs);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = () => this.snapshot;

  text(path: string): string | undefined {
    return this.snapshot.files.find((file) => file.path === path)?.text;
  }

  /** What the server does not have yet. */
  pending(): FileChange[] {
    return [...this.changes].map(([path, text]) => ({ path, text }));
  }

  /** Changes a file; null takes it away. A text equal to the saved one sends nothing. */
  change(path: string, text: string | null): void {
    if ((this.saved.get(path) ?? null) === text) this.changes.delete(path);
    else this.changes.set(path, text);
    keepLocalCopy(this.id, this.snapshot.revision, this.pending());
    if (this.snapshot.state.kind === 'conflict') {
      this.show(this.snapshot.state);
      return;
    }
    this.show(this.changes.size === 0 ? { kind: 'saved', at: this.savedAt } : { kind: 'unsaved' });
    if (this.changes.size > 0) this.schedule(saveAfterMs);
  }

  /** Saves what is pending now; resolves when nothing is left or it did not work. */
  async save(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.running;
    if (this.changes.size === 0) return true;
    if (this.snapshot.state.kind === 'conflict') return false;
    this.running = this.send();
    await this.running;
    this.running = null;
    return this.changes.size === 0;
  }

  /** After a conflict: takes the newer draft and drops what was changed here, or saves what was changed here on top. */
  settle(newer: Draft, keepMine: boolean): void {
    this.saved = new Map(newer.files.map(({ path, text }) => [path, text]));
    this.snapshot = { ...this.snapshot, revision: newer.revision };
    if (!keepMine) this.changes.clear();
    keepLocalCopy(this.id, newer.revision, this.pending());
    this.show(keepMine ? { kind: 'unsaved' } : { kind: 'saved', at: newer.changedAt });
    if (keepMine) this.schedule(0);
  }

  close(): void {
    clearTimeout(this.timer);
    if (this.changes.size > 0 && this.snapshot.state.kind !== 'conflict') void this.save();
  }

  private savedAt = new Date().toISOString();

  private async send(): Promise<void> {
    const sent = this.pending();
    this.show({ kind: 'saving' });
    try {
      const { revision, savedAt } = await procedures.save(this.id, this.snapshot.revision, sent);
      this.accept(sent, revision, savedAt);
    } catch (error) {
      this.refuse(error);
    }
  }

  private accept(sent: FileChange[], revision: number, savedAt: string): void {
    for (const { path, text } of sent) {
      if (text === null) this.saved.delete(path);
      else this.saved.set(path, text);
      if (this.changes.get(path) === text) this.changes.delete(path);
    }
    this.savedAt = savedAt;
    this.snapshot = { ...this.snapshot, revision };
    if (this.changes.size === 0) forgetLocalCopy(this.id);
    else keepLocalCopy(this.id, revision, this.pending());
    this.show(this.changes.size === 0 ? { kind: 'saved', at: savedAt } : { kind: 'unsaved' });
    if (this.changes.size > 0) this.schedule(saveAfterMs);
  }

  private refuse(error: unknown): void {
    if (error instanceof ApiError && error.status === 409) {
      const { changedBy, changedAt } = error.problem as { changedBy?: Person; changedAt?: string };
      this.show({ kind: 'conflict', by: changedBy ?? null, at: changedAt ?? null });
    } else if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) {
      this.show({ kind: 'offline' });
      this.schedule(retryAfterMs);
    } else {
      this.show({ kind: 'failed', error });
    }
  }

  private schedule(afterMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), afterMs);
  }

  private show(state: SaveState): void {
    const texts = new Map(this.saved);
    for (const [path, text] of this.changes) {
      if (text === null) texts.delete(path);
      else texts.set(path, text);
    }
    const files = [...texts].map(([path, text]) => ({ path, text })).toSorted((a, b) => a.path.localeCompare(b.path));
    this.snapshot = { ...this.snapshot, files, state };
    for (const listener of this.listeners) listener();
  }
}

import type { ReactNode } from 'react';
import { useSession } from '../../api/session';
import './session.css';

/** The page before the frame: one form under the municipality's name. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const session = useSession();
  return (
    <div className="door">
      <header className="door-head">
        <img src="/wappen.svg" alt="" width="32" height="40" />
        <span>
          <b>{session?.municipality ?? 'Kommune.Workflow'}</b>
          <span className="muted">Kommune.Workflow</span>
        </span>
      </header>
      <main className="door-main">
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}

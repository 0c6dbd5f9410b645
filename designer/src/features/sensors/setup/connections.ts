import type { Source } from './model';

export interface SecretsInfo {
  password: boolean;
  certificate: CertificateInfo | null;
  authority: CertificateInfo | null;
}

export interface CertificateInfo {
  subject: string;
  until: string;
}

export interface SourceItem {
  source: Source;
  health: {
    connected: boolean;
    since: string | null;
    problem: string | null;
    messages: number;
    lastAt: string | null;
  };
  secrets: SecretsInfo;
}

export interface Sources {
  broker: { on: boolean; address: string; port: number; running: boolean; problem: string | null };
  sources: SourceItem[];
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiError } from '../../../api/client';
import { Button } from '../../../ui/Button';
import { Checkbox, SelectField, TextArea, TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { plainDate } from '../../../ui/time';
import { showToast } from '../../../ui/toast';
import { Editor, NameFields } from './Editor';
import type { Profile, Source } from './model';
import { useCommand, useSave, useTrial } from './queries';
import type { CertificateInfo, SourceItem, Sources } from './connections';

const profiles: Profile[] = ['plainJson', 'theThingsStack', 'chirpStack'];

/** The topics of each network as its makers chose them. */
const usualTopics: Record<Profile, string> = {
  plainJson: 'sensoren/+/messung',
  theThingsStack: 'v3/+/devices/+/up',
  chirpStack: 'application/+/device/+/event/up',
};

const usualPattern = 'sensoren/{device}/messung';

const fresh: Source = {
  id: '',
  name: '',
  broker: null,
  topics: [usualTopics.plainJson],
  payload: {
    profile: 'plainJson',
    topicPattern: usualPattern,
    devicePath: null,
    timePath: null,
    identityPath: null,
  },
  userName: null,
  shareGroup: null,
  clientId: null,
  takesRetained: false,
  raisesStimuli: false,
};

interface Secrets {
  password?: string;
  certificate?: string;
  authority?: string;
}

interface CheckAnswer {
  works: boolean;
  findings: string[];
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** A connection: which broker, how to sign in, which topics, who wrote the messages. */
export function SourceEditor({ item, broker }: { item: SourceItem | null; broker: Sources['broker'] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [source, setSource] = useState<Source>(item?.source ?? fresh);
  const [topics, setTopics] = useState(source.topics.join('\n'));
  const [secrets, setSecrets] = useState<Secrets>({});
  const [checked, setChecked] = useState(false);
  const save = useSave('sources');
  const saveSecrets = useCommand<{ id: string; secrets: Secrets }>(
    (asked) => ({
      path: `/api/plugins/mqtt/sources/${encodeURIComponent(asked.id)}/secrets`,
      method: 'PUT',
      body: asked.secrets,
    }),
    ['sensor-sources'],
  );
  const check = useTrial<{ source: Source; secrets: Secrets }, CheckAnswer>('sources/check');
  const whole: Source = { ...source, topics: topics.split('\n').flatMap((line) => orNull(line) ?? []) };
  const problems = {
    name: source.name.trim() === '' || source.id === '' ? t('sensing.nameMissing') : null,
    topics: whole.topics.length === 0 ? t('sensing.source.topicMissing') : null,
    broker: source.broker === '' ? t('sensing.source.addressMissing') : null,
  };
  const submit = () => {
    setChecked(true);
    if (Object.values(problems).some((problem) => problem !== null)) return;
    save.mutate(
      { id: whole.id, content: whole },
      {
        onSuccess: () => {
          const done = () => {
            showToast(t('sensing.saved', { name: whole.name }));
            void navigate('/sensorik/quellen');
          };
          if (Object.keys(secrets).length === 0) done();
          else saveSecrets.mutate({ id: whole.id, secrets }, { onSuccess: done });
        },
      },
    );
  };
  const payload = (change: Partial<Source['payload']>) =>
    setSource({ ...source, payload: { ...source.payload, ...change } });
  const error = (name: keyof typeof problems) => (checked ? problems[name] : null);
  const secretProblems = saveSecrets.error instanceof ApiError ? saveSecrets.error.problem.errors : undefined;
  return (
    <Editor
      kind="sources"
      id={item === null ? null : item.source.id}
      title={item === null ? t('sensing.sources.new') : item.source.name}
      back="/sensorik/quellen"
      error={save.error ?? (secretProblems === undefined ? saveSecrets.error : null)}
      saving={save.isPending || saveSecrets.isPending}
      onSave={submit}
      actions={
        <Button icon="connect" onClick={() => check.mutate({ source: whole, secrets })}>
          {t(check.isPending ? 'sensing.source.checking' : 'sensing.source.check')}
        </Button>
      }
    >
      <NameFields
        isNew={item === null}
        id={source.id}
        name={source.name}
        error={error('name')}
        onChange={(id, name) => setSource({ ...source, id, name })}
      />
      <SelectField
        label={t('sensing.source.where')}
        value={source.broker === null ? 'own' : 'foreign'}
        onChange={(event) => setSource({ ...source, broker: event.target.value === 'own' ? null : '' })}
      >
        <option value="own">{t('sensing.source.own', { port: String(broker.port) })}</option>
        <option value="foreign">{t('sensing.source.foreign')}</option>
      </SelectField>
      {source.broker !== null && (
        <Foreign
          source={source}
          item={item}
          secrets={secrets}
          error={error('broker')}
          secretError={(name) => secretProblems?.[name]?.join(' ') ?? null}
          onSource={(change) => setSource({ ...source, ...change })}
          onSecrets={setSecrets}
        />
      )}
      <SelectField
        label={t('sensing.source.profile')}
        hint={t(`sensing.profileHint.${source.payload.profile}`)}
        value={source.payload.profile}
        onChange={(event) => {
          const profile = event.target.value as Profile;
          if (topics.trim() === usualTopics[source.payload.profile]) setTopics(usualTopics[profile]);
          payload({
            profile,
            topicPattern: profile === 'plainJson' ? (source.payload.topicPattern ?? usualPattern) : null,
          });
        }}
      >
        {profiles.map((profile) => (
          <option key={profile} value={profile}>
            {t(`sensing.profile.${profile}`)}
          </option>
        ))}
      </SelectField>
      <TextArea
        label={t('sensing.source.topics')}
        hint={t('sensing.source.topicsHint')}
        className="input code"
        rows={3}
        value={topics}
        error={error('topics')}
        onChange={(event) => setTopics(event.target.value)}
      />
      {source.payload.profile === 'plainJson' && (
        <fieldset className="fieldset">
          <legend className="field-label">{t('sensing.source.plain')}</legend>
          <div className="pair">
            {(['topicPattern', 'devicePath', 'timePath', 'identityPath'] as const).map((name) => (
              <TextField
                key={name}
                label={t(`sensing.source.${name}`)}
                hint={t(`sensing.source.${name}Hint`)}
                className="input code"
                optional
                value={source.payload[name] ?? ''}
                onChange={(event) => payload({ [name]: orNull(event.target.value) })}
              />
            ))}
          </div>
        </fieldset>
      )}
      <Checkbox
        label={t('sensing.source.takesRetained')}
        checked={source.takesRetained}
        onChange={(event) => setSource({ ...source, takesRetained: event.target.checked })}
      />
      <Checkbox
        label={t('sensing.source.raisesStimuli')}
        checked={source.raisesStimuli}
        onChange={(event) => setSource({ ...source, raisesStimuli: event.target.checked })}
      />
      {check.isError && <Message kind="danger">{problemText(check.error, t)}</Message>}
      {check.data !== undefined && <Findings answer={check.data} />}
    </Editor>
  );
}

interface ForeignProps {
  source: Source;
  item: SourceItem | null;
  secrets: Secrets;
  error: string | null;
  secretError: (name: keyof Secrets) => string | null;
  onSource: (change: Partial<Source>) => void;
  onSecrets: (secrets: Secrets) => void;
}

function Foreign({ source, item, secrets, error, secretError, onSource, onSecrets }: ForeignProps) {
  const { t } = useTranslation();
  const isEncrypted = /^(mqtts|tls|ssl):/.test(source.broker ?? '');
  return (
    <fieldset className="fieldset">
      <legend className="field-label">{t('sensing.source.foreign')}</legend>
      <TextField
        label={t('sensing.source.address')}
        hint={t('sensing.source.addressHint')}
        className="input code"
        autoCapitalize="none"
        value={source.broker ?? ''}
        error={error}
        onChange={(event) => onSource({ broker: event.target.value.trim() })}
      />
      <div className="pair">
        <TextField
          label={t('sensing.source.userName')}
          autoCapitalize="none"
          autoComplete="off"
          optional
          value={source.userName ?? ''}
          onChange={(event) => onSource({ userName: orNull(event.target.value) })}
        />
        <TextField
          label={t('sensing.source.password')}
          hint={t(item?.secrets.password === true ? 'sensing.source.passwordKept' : 'sensing.source.secretHint')}
          type="password"
          autoComplete="new-password"
          optional
          value={secrets.password ?? ''}
          onChange={(event) => onSecrets({ ...secrets, password: event.target.value })}
        />
      </div>
      {isEncrypted && (
        <>
          <TextArea
            label={t('sensing.source.authority')}
            hint={certificateHint(item?.secrets.authority ?? null, t) ?? t('sensing.source.authorityHint')}
            className="input code"
            optional
            rows={3}
            value={secrets.authority ?? ''}
            error={secretError('authority')}
            onChange={(event) => onSecrets({ ...secrets, authority: event.target.value })}
          />
          <TextArea
            label={t('sensing.source.certificate')}
            hint={certificateHint(item?.secrets.certificate ?? null, t) ?? t('sensing.source.certificateHint')}
            className="input code"
            optional
            rows={3}
            value={secrets.certificate ?? ''}
            error={secretError('certificate')}
            onChange={(event) => onSecrets({ ...secrets, certificate: event.target.value })}
          />
        </>
      )}
      <div className="pair">
        <TextField
          label={t('sensing.source.shareGroup')}
          hint={t('sensing.source.shareGroupHint')}
          optional
          value={source.shareGroup ?? ''}
          onChange={(event) => onSource({ shareGroup: orNull(event.target.value) })}
        />
        <TextField
          label={t('sensing.source.clientId')}
          hint={t('sensing.source.clientIdHint')}
          optional
          value={source.clientId ?? ''}
          onChange={(event) => onSource({ clientId: orNull(event.target.value) })}
        />
      </div>
    </fieldset>
  );
}

function certificateHint(
  kept: CertificateInfo | null,
  t: (key: string, values: Record<string, string>) => string,
): string | null {
  return kept === null
    ? null
    : t('sensing.source.certificateKept', { subject: kept.subject, until: plainDate(new Date(kept.until)) });
}

function Findings({ answer }: { answer: CheckAnswer }) {
  const { t } = useTranslation();
  return (
    <Message kind={answer.works ? 'success' : 'danger'}>
      <b>{t(answer.works ? 'sensing.source.works' : 'sensing.source.worksNot')}</b>
      <ul className="stack-small">
        {answer.findings.map((finding, index) => (
          <li key={finding} className="row-line">
            <Icon name={answer.works || index < answer.findings.length - 1 ? 'check' : 'alert'} size={16} /> {finding}
          </li>
        ))}
      </ul>
    </Message>
  );
}

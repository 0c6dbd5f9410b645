import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

const text = (name: string) => ({ name, isAttr: true, type: 'String' });

/** Our dialect for bpmn-moddle: the published description, and what the engine reads beyond it. */
export const dialect = {
  ...zeebe,
  types: [
    ...zeebe.types,
    {
      name: 'PublishMessage',
      superClass: ['Element'],
      properties: [text('correlationKey'), text('messageId'), text('timeToLive')],
    },
  ],
};

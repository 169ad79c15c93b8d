// Policies for the browser tests.

/** Records the workspace at `site` in full and sends everything at once. `keys` are the public ones of `makeKeys`. */
export function openPolicy({ site, endpoint, keys }) {
  return {
    endpoint,
    ...keys,
    region: 'US',
    holdMinutes: 0,
    sites: [{ match: `${site}/*`, frames: 'full', trustTerminal: true }],
    notice: {
      controller: 'Tidepool Ltd',
      contact: 'privacy@tidepool.test',
      legalBasis: 'consent',
      recipients: 'the team that trains',
      retention: '30 days',
      rights: 'access and erasure, by mail to the contact',
    },
  };
}

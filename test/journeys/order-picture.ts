/**
 * Orders a picture at a bot's studio as its page does, and gives the job's id. Throws what the studio says where it
 * takes none.
 */
export async function orderPicture(
  { address }: { readonly address: string },
  input: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await fetch(`${address}/api/commands/imagine`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: { style: 'plain', ...input } }),
  });
  const said = (await answer.json()) as { readonly job?: { readonly id: string } };
  if (!said.job) throw new Error(`not accepted: ${JSON.stringify(said)}`);
  return said.job.id;
}

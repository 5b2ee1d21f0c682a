/**
 * The one script with something to do: asks whether the number was approved, as `$Config` says how
 * often, and sends the form when there is an answer. Runs in the browser, not here.
 */
export const POLLING = `(() => {
  const form = document.getElementById('i0281');
  const status = document.getElementById('pollStatus');
  const call = async (url, members) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', canary: $Config.apiCanary },
      body: JSON.stringify({ AuthMethodId: 'PhoneAppNotification', ...members }),
    });
    return answer.json();
  };
  const wait = () => new Promise((go) => setTimeout(go, $Config.iPollingInterval * 1000));
  const poll = async () => {
    let last = await call($Config.urlBeginAuth, {
      Method: 'BeginAuth', Ctx: $Config.sCtx, FlowToken: $Config.sFT,
    });
    if (!last.Success) throw new Error('the page cannot ask');
    status.textContent = 'Waiting for the approval.';
    for (let n = 1; n <= $Config.iMaxPollAttempts; n += 1) {
      await wait();
      last = await call($Config.urlEndAuth, {
        Method: 'EndAuth', SessionId: last.SessionId, Ctx: last.Ctx ?? $Config.sCtx,
        FlowToken: last.FlowToken ?? $Config.sFT, PollCount: n,
      });
      if (last.ResultValue !== 'AuthenticationPending') {
        if (last.FlowToken) form.elements.flowToken.value = last.FlowToken;
        return form.requestSubmit();
      }
    }
    status.textContent = 'No answer yet. Approve, then press the button.';
  };
  poll().catch(() => { status.textContent = 'Approve, then press the button.'; });
})();`;

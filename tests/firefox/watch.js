/* What Firefox's own side hears of a page's requests: those of its tabs, not of the browser. */
const [address] = arguments;
const ABORTED = 0x804b0002;
const BAD = 400;
const faults = [];
const heard = {
  "http-on-opening-request": ({ URI }) => URI.spec.startsWith(address) || `off origin: ${URI.spec}`,
  "http-on-examine-response": ({ responseStatus, URI }) =>
    responseStatus < BAD || `${responseStatus} ${URI.spec}`,
  "http-on-stop-request": ({ status, URI }) =>
    Components.isSuccessCode(status) || status === ABORTED || `failed: ${URI.spec}`,
};
function observe(subject, topic) {
  const channel = subject.QueryInterface(Ci.nsIHttpChannel);
  const fault = channel.loadInfo.browsingContextID === 0 || heard[topic](channel);
  if (fault !== true) faults.push(fault);
}
for (const topic of Object.keys(heard)) Services.obs.addObserver(observe, topic);
window.faults = faults;

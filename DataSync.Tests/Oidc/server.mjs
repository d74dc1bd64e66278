// A real OpenID provider on loopback. Whoever signs in is who they say; the part before "@" names the role.
// node server.mjs PORT ORIGIN_OF_DATASYNC
import Provider from "oidc-provider";

const [port, datasync] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "datasync",
      client_secret: "a secret of the tests",
      redirect_uris: [`${datasync}/signin-oidc`],
      post_logout_redirect_uris: [],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "roles"] },
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, email) => ({
    accountId: email,
    claims: () => ({
      sub: `sub-of-${email}`,
      email,
      email_verified: !email.startsWith("unverified"),
      roles: ["everybody", `datasync-${email.split("@")[0]}`],
    }),
  }),
  async loadExistingGrant(context) {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

provider.use(async (context, next) => {
  if (!context.path.startsWith("/interaction/")) return next();
  const email = context.query.email;
  if (email) return provider.interactionFinished(context.req, context.res, { login: { accountId: email } });
  context.type = "html";
  context.body = `<form><label>Who are you? <input name="email" autofocus></label><button>Continue</button></form>`;
});

provider.listen(Number(port), "127.0.0.1", () => console.log(`listening at ${issuer}`));

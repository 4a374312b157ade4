/** Passwords that are guessed first, in lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(
  (
    'password passwd pass secret asterisk admin administrator root test test1 test123 testing guest user phone voip sip siptrunk ' +
    'trunk peer friend default changeme change_me letmein welcome welcome1 qwerty qwerty123 qwertyuiop abc123 abcd1234 abc12345 ' +
    'iloveyou monkey dragon sunshine master login hello freedom whatever trustno1 password1 password123 passw0rd p@ssw0rd ' +
    'p@ssword mypassword mysecret supersecret verysecret blah blahblah foo bar foobar xxx xxxx xxxxxx xxxxxxxx secret123 secret1 ' +
    'sip123 voip123 asterisk123 admin123 root123 pbx pbx123 freepbx elastix trixbox extension operator 1q2w3e 1q2w3e4r 1qaz2wsx ' +
    'zaq12wsx zaq1zaq1 q1w2e3r4 asdfgh asdfghjkl zxcvbn zxcvbnm aaaaaa 000000 00000000 111111 11111111 121212 123123 123321 ' +
    '123456 1234567 12345678 123456789 1234567890 0123456789 654321 87654321 666666 696969 777777 888888 88888888 987654321 112233'
  ).split(' '),
);

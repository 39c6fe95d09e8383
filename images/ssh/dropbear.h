/* One user, by key alone; every connection comes from the pod itself. */
#define DROPBEAR_SVR_PASSWORD_AUTH 0
#define DROPBEAR_DELAY_HOSTKEY 0
#define DO_MOTD 0
#define DROPBEAR_PIDFILE ""
#define SFTPSERVER_PATH "sftp-server"
#define MAX_UNAUTH_PER_IP 30
#define DEFAULT_RECV_WINDOW 1048576
#define DROPBEAR_SMALL_CODE 0
#define DROPBEAR_RSA_SHA1 0
#define DROPBEAR_SHA1_HMAC 0
#define DROPBEAR_DH_GROUP14_SHA1 0

"""What each BSD calls its network interfaces, numbers apart; loopback is of all."""

MACOS = """\
en utun awdl llw anpi ap p2p pdp_ip stf gif bridge vmnet vmenet feth XHC
ipsec fw"""

FREEBSD = """\
em igb igc ix ixl vtnet re bge bce bxe fxp xl dc de ed ep vr rl sis sk msk
nfe alc ale age jme axe ue ath iwn iwm wlan hn xn ena vmx cxl mce lagg
epair tap tun ng gre gif stf bridge vlan plip lp sl ppp faith tx tl lnc
cue aue sn wi an fe vx ie ti nge le pfsync pflog enc usbus pppoe ovpnc ovpns
wg ngeth vxlan ice bnxt axgbe mwl ue zt"""

DRAGONFLY = """\
em emx igb ix vtnet re bge fxp xl dc ed ep vr rl sis sk msk nfe alc tap
tun gre gif bridge vlan lagg"""

OPENBSD = """\
em vio re bge bnx fxp xl dc de ne ep vr rl sis sk msk nfe ix ixl iwn iwm
iwx athn ath ral rum run pcn le hme gem trunk aggr vether veb pppoe enc
pflog pfsync carp axen ure hvn xnf vmx mcx mvneta bse tun tap gre gif
bridge vlan wg lii ale alc age jme vic cas smsc"""

NETBSD = """\
wm vioif re bge bnx fxp ex tlp ne ep vr rtk sip sk msk nfe iwn iwm ath ral
run pcn le hme gem agr npflog axe axen xennet xvif vmx tun tap tl qe ae sn
mec sq awge genet cpsw usmsc mvgbe gre gif bridge vlan stge age ale alc
url mue aq ixg"""

BSD44 = "le qe qt ec il de ed ef we ne sl ppp tun"

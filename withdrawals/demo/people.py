"""Who the demo is about: user ids as an app gives them, and their UPI IDs."""

PASSWORD = "demo"  # noqa: S105 (everybody's, on a machine of one's own)
STAFF = {
    "reviewer": ["Reviewers"],
    "payer": ["Payers"],
    "auditor": ["Auditors"],
    "priya": ["Reviewers", "Payers"],
    "arun": ["Reviewers", "Payers"],
}
COLLEAGUES = {"priya", "arun"}  # part of the story; nobody logs in as them
ADMIN = "admin"

# The examples of the documentation are about these two: 2,000 coins, no requests.
FRESH_USERS = ["user123", "test_user"]
FRESH_COINS = 2000
LOGIN_USERS = [*FRESH_USERS, "ananya.iyer", "rahul_v", "u_48213"]

# The first ask most often.
PEOPLE = {
    "ananya.iyer": ["ananya.iyer@okhdfcbank", "ananyaiyer@ybl"],
    "rahul_v": ["rahulverma91@okaxis"],
    "u_48213": ["9820143377@ybl", "9820143377@paytm"],
    "sneha.kulkarni": ["sneha.kulkarni@oksbi"],
    "imran.shaikh": ["imranshaikh@ibl"],
    "kavya_r": ["kavya.reddy@okicici"],
    "u_51077": ["7838021946@ptsbi"],
    "arjun.menon": ["arjunmenon@axl", "arjun.menon@okaxis"],
    "deepika.joshi": ["deepika-joshi@upi"],
    "harpreet.singh": ["harpreet.s@pthdfc"],
    "u_30958": ["9916650283@ybl"],
    "fatima.khan": ["fatimakhan@okaxis"],
    "siddharth_rao": ["sidrao@apl"],
    "pooja.mishra": ["poojamishra07@oksbi"],
    "vikram.chauhan": ["vikram.chauhan@yapl"],
    "u_62410": ["8097731152@axl"],
    "lakshmi.n": ["lakshmi.narayanan@okicici"],
    "aditya.banerjee": ["adityab@axisb"],
    "nisha_gupta": ["nisha.gupta@okhdfcbank"],
    "rohan.deshmukh": ["rohandeshmukh@naviaxis"],
    "u_17746": ["9433208815@ibl"],
    "tanvi.shah": ["tanvishah@okaxis", "tanvi.shah@ybl"],
    "mohammed_faiz": ["mdfaiz@superyes"],
    "gayathri.s": ["gayathri.subramanian@oksbi"],
    "karan.malhotra": ["karanmalhotra@jupiteraxis"],
    "u_70582": ["7012938846@ptaxis"],
    "ritu.agarwal": ["rituagarwal@okicici"],
    "joseph.dsouza": ["joseph_dsouza@okhdfcbank"],
    "meenakshi_p": ["meenakshi.pillai@waaxis"],
    "sandeep.yadav": ["sandeepyadav@ptyes"],
    "u_88031": ["8826410973@ybl"],
    "ishita.sen": ["ishitasen@okaxis"],
    "naveen.kumar": ["naveenkumar.k@postbank"],
    "swati_patil": ["swatipatil@oksbi"],
    "zoya.ansari": ["zoya.ansari@ibl"],
    "u_25519": ["9177356204@upi"],
    "manish.tiwari": ["manish.tiwari@airtel"],
    "divya.krishnan": ["divyakrishnan@okicici"],
    "abhishek_das": ["abhishek-das@axl"],
    "preeti.kaur": ["preetikaur@okhdfcbank"],
    "u_93304": ["9601127758@ikwik"],
    "suresh.babu": ["suresh.babu@sbi"],
    "aarav.mehta": ["aaravmehta@fam"],
    "bhavna_j": ["bhavna.jain@kotak"],
    "gurleen.gill": ["gurleengill@ybl"],
    "u_44860": ["7767092431@sliceaxis"],
    "nikhil.bhatt": ["nikhilbhatt@okaxis"],
    "shalini.rathore": ["shalinirathore@oksbi"],
    "thomas.kurian": ["thomaskurian@federal"],
    "ayesha_s": ["ayesha.siddiqui@waicici"],
    "u_59127": ["8249003617@ybl"],
    "yash.thakur": ["yashthakur@yesg"],
    "rekha.pandey": ["rekhapandey@barodampay"],
    "farhan.ali": ["farhanali@freecharge"],
    "u_36672": ["9080514426@pingpay"],
    "sunita.rawat": ["sunita.rawat@pnb"],
    "dhruv.kapoor": ["dhruvkapoor@tapicici"],
    "u_81946": ["9748865130@ibl"],
    "anjali.nair": ["anjalinair@idfcbank"],
    "prakash.gowda": ["prakashgowda@cnrb"],
}

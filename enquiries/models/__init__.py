from enquiries.models.contact_page import ContactPage
from enquiries.models.enquiry import Enquiry, EnquirySettings

__all__ = ["ContactPage", "Enquiry", "EnquirySettings"]
